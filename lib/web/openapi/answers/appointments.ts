import { z } from "zod";
import { STATUSES, type Event } from "../../../appointments/rules.ts";
import type { AppointmentEventView, AppointmentView } from "../../../appointments/views.ts";
import {
  addressed,
  answer,
  clinic,
  date,
  instant,
  named,
  pageOf,
  practitioner,
  role,
  time,
  version,
  visit,
} from "./parts.ts";

const status = z.enum(STATUSES);
const words = z.string().nullable();

const permits = z.strictObject({
  approve: z.boolean(),
  decline: z.boolean(),
  propose: z.boolean(),
  accept: z.boolean(),
  cancel: z.boolean(),
  reschedule: z.boolean(),
  reassign: z.boolean(),
  complete: z.boolean(),
  noShow: z.boolean(),
}) satisfies z.ZodType<Record<Event, boolean>>;

export const appointment = answer<AppointmentView>()(
  z.strictObject({
    id: z.uuid(),
    status,
    version,
    doctor: practitioner,
    patient: named.extend(addressed),
    clinic: clinic.extend({ address: z.string(), phone: z.string().nullable() }),
    visitType: visit,
    startsAt: instant,
    endsAt: instant,
    date,
    time,
    reason: words,
    statusReason: words,
    proposals: z.array(z.strictObject({ startsAt: instant, endsAt: instant, date, time })),
    expiresAt: instant.nullable(),
    outcomeAssumed: z.boolean(),
    closesAt: instant.nullable(),
    overbooked: z.boolean(),
    overbookReason: words,
    permits,
    changeNeedsReason: z.boolean(),
    asksAnewWhenMoved: z.boolean(),
    changeableUntil: instant,
    createdAt: instant,
    updatedAt: instant,
  }),
);
export const appointmentPage = pageOf(appointment);

export const appointmentEventPage = pageOf(
  answer<AppointmentEventView>()(
    z.strictObject({
      version,
      type: z.string(),
      at: instant,
      byRole: role.nullable(),
      reason: words,
      fromStatus: status.nullable(),
      toStatus: status,
      fromStartsAt: instant.nullable(),
      toStartsAt: instant,
      fromDoctor: named.nullable(),
      toDoctor: named.nullable(),
      proposedStarts: z.array(instant),
      overbooked: z.boolean(),
      overbookReason: words,
    }),
  ),
);
