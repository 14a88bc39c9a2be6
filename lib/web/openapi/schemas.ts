import { z } from "zod";
import { accountChangeSchema, accountFilterSchema } from "../../accounts/schema.ts";
import * as appointments from "../../appointments/schema.ts";
import { auditFilterSchema } from "../../audit/schema.ts";
import { slotSearchSchema, slotsSchema } from "../../availability/schema.ts";
import { emergencySchema } from "../../emergency/schema.ts";
import { entryChangeSchema, entrySchema } from "../../history/schema.ts";
import * as patients from "../../patients/schema.ts";
import { doctorFilterSchema, profileChangeSchema } from "../../people/schema.ts";
import * as records from "../../records/schema.ts";
import * as schedules from "../../schedules/schema.ts";
import { pageSchema } from "../../schema.ts";
import * as account from "./answers/accounts.ts";
import * as appointment from "./answers/appointments.ts";
import { auditPage } from "./answers/audit.ts";
import * as availability from "./answers/availability.ts";
import * as patient from "./answers/patients.ts";
import * as people from "./answers/people.ts";
import { problem } from "./answers/problem.ts";
import * as record from "./answers/records.ts";
import * as schedule from "./answers/schedules.ts";

/** What requests are read by, under the names that JSDoc calls them. */
export const INPUTS = {
  AcceptRequest: appointments.acceptSchema,
  AppointmentFilter: appointments.appointmentFilterSchema,
  ApproveRequest: appointments.approveSchema,
  AuditFilter: auditFilterSchema,
  BookingRequest: appointments.bookingSchema,
  CancelRequest: appointments.cancelSchema,
  DeclineRequest: appointments.declineSchema,
  DoctorChange: profileChangeSchema,
  DoctorFilter: doctorFilterSchema,
  EmergencyRequest: emergencySchema,
  HistoryEntryChange: entryChangeSchema,
  HistoryEntryRequest: entrySchema,
  PageRequest: pageSchema,
  PatientChange: patients.profileSchema,
  PatientFilter: patients.patientFilterSchema,
  ProposeRequest: appointments.proposeSchema,
  RecordChange: records.amendSchema,
  RecordFilter: records.recordListSchema,
  RecordRequest: records.recordSchema,
  RescheduleRequest: appointments.rescheduleSchema,
  RetractRequest: records.retractSchema,
  SlotFilter: slotsSchema,
  SlotSearch: slotSearchSchema,
  TimeOffRequest: schedules.timeOffSchema,
  UserChange: accountChangeSchema,
  UserFilter: accountFilterSchema,
  VisitTypesChange: schedules.visitTypesSchema,
  WorkingHoursChange: schedules.workingHoursSchema,
};

/** What is answered. */
const ANSWERS = {
  AccessPage: patient.accessPage,
  Appointment: appointment.appointment,
  AppointmentEventPage: appointment.appointmentEventPage,
  AppointmentPage: appointment.appointmentPage,
  AuditPage: auditPage,
  Doctor: people.doctor,
  DoctorPage: people.doctorPage,
  DoctorProfile: people.doctorProfile,
  Document: z.looseObject({ openapi: z.string() }),
  EmergencyAccess: patient.emergencyAccess,
  HistoryEntry: patient.historyEntry,
  HistoryPage: patient.historyPage,
  LabPage: record.labPage,
  Me: account.me,
  Patient: patient.patient,
  PatientPage: patient.patientPage,
  Problem: problem,
  Record: record.record,
  RecordPage: record.recordPage,
  RevisionPage: record.revisionPage,
  SlotPage: availability.slotPage,
  Slots: availability.slots,
  TimeOff: schedule.timeOff,
  TimeOffImpact: schedule.timeOffImpact,
  TimeOffPage: schedule.timeOffPage,
  User: account.user,
  ChangedUser: account.changedUser,
  UserPage: account.userPage,
  VisitTypes: schedule.visitTypes,
  WorkingHours: schedule.workingHours,
  WorkingHoursImpact: schedule.workingHoursImpact,
};

/** A JSON Schema (draft 2020-12), as far as it is looked into here. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  [key: string]: unknown;
}

/** Every schema as `#/components/schemas/` has it. Inputs are what may be sent, not what it becomes. */
export const componentSchemas = (): Record<string, Schema> => ({
  ...converted(INPUTS, "input"),
  ...converted(ANSWERS, "output"),
});

function converted(
  schemas: Record<string, z.ZodType>,
  io: "input" | "output",
): Record<string, Schema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const { schemas: found } = z.toJSONSchema(registry, {
    io,
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: "any",
    // A format says it in one word, where zod says it in a pattern as well.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format) delete jsonSchema.pattern;
    },
  });
  return Object.fromEntries(
    Object.entries(found).map(([name, { $schema, $id, ...schema }]) => [name, schema as Schema]),
  );
}
