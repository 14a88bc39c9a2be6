import type { ZodType } from "zod";

type Load = () => Promise<ZodType>;

/**
 * The schemas that forms check in the browser before they post: the very ones the server parses
 * with. Each is loaded when its form is first touched, so that no page carries zod at the start.
 * One line per form, named after its action.
 */
const loaders = {
  "accounts.correction": () => import("#lib/accounts/schema.ts").then((m) => m.correctionSchema),
  "accounts.ownNames": () => import("#lib/accounts/schema.ts").then((m) => m.ownNamesSchema),
  "accounts.outcomePeriod": () =>
    import("#lib/accounts/schema.ts").then((m) => m.outcomePeriodSchema),
  "accounts.retention": () => import("#lib/accounts/schema.ts").then((m) => m.retentionSchema),
  "appointments.book": () => import("#lib/appointments/schema.ts").then((m) => m.bookingSchema),
  "appointments.cancel": () => import("#lib/appointments/schema.ts").then((m) => m.cancelSchema),
  "appointments.decline": () => import("#lib/appointments/schema.ts").then((m) => m.declineSchema),
  "appointments.overbook": () =>
    import("#lib/appointments/schema.ts").then((m) => m.overbookSchema),
  "appointments.overbookMove": () =>
    import("#lib/appointments/schema.ts").then((m) => m.overbookMoveSchema),
  "appointments.propose": () =>
    import("#lib/appointments/schema.ts").then((m) => m.proposeFormSchema),
  "appointments.requestLimits": () =>
    import("#lib/appointments/schema.ts").then((m) => m.requestLimitsSchema),
  "appointments.reschedule": () =>
    import("#lib/appointments/schema.ts").then((m) => m.rescheduleSchema),
  "clients.client": () => import("#lib/clients/schema.ts").then((m) => m.clientFormSchema),
  "emergency.open": () => import("#lib/emergency/schema.ts").then((m) => m.emergencyFormSchema),
  "records.record": () => import("#lib/records/schema.ts").then((m) => m.recordFormSchema),
  "records.retract": () => import("#lib/records/schema.ts").then((m) => m.retractSchema),
  "history.change": () => import("#lib/history/schema.ts").then((m) => m.entryChangeSchema),
  "history.entry": () => import("#lib/history/schema.ts").then((m) => m.entrySchema),
  "patients.profile": () => import("#lib/patients/schema.ts").then((m) => m.profileFormSchema),
  "people.decline": () => import("#lib/people/schema.ts").then((m) => m.declineApplicationSchema),
  "people.profile": () => import("#lib/people/schema.ts").then((m) => m.profileSchema),
  "schedules.bookingRules": () =>
    import("#lib/schedules/schema.ts").then((m) => m.bookingRulesSchema),
  "schedules.holiday": () => import("#lib/schedules/schema.ts").then((m) => m.holidayFormSchema),
  "schedules.hours": () => import("#lib/schedules/schema.ts").then((m) => m.hoursFormSchema),
  "schedules.timeOff": () => import("#lib/schedules/schema.ts").then((m) => m.timeOffFormSchema),
  "schedules.visitTypes": () =>
    import("#lib/schedules/schema.ts").then((m) => m.visitTypesFormSchema),
} satisfies Record<string, Load>;

export type FormSchemaName = keyof typeof loaders;

export function loadSchema(name: FormSchemaName): Promise<ZodType> {
  const known: Record<string, Load | undefined> = loaders;
  const load = known[name];
  return load ? load() : Promise.reject(new Error("No such form schema."));
}
