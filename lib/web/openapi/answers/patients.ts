import { z } from "zod";
import type { Purpose } from "../../../access/actor.ts";
import type { AccessView } from "../../../access-log/views.ts";
import type { EmergencyAccessView } from "../../../emergency/commands.ts";
import { HISTORY_KINDS, HISTORY_SOURCES } from "../../../history/rules.ts";
import type { HistoryEntryView } from "../../../history/views.ts";
import { GENDERS } from "../../../patients/rules.ts";
import type { ListedProfileView, PatientProfileView } from "../../../patients/views.ts";
import { addressed, answer, count, date, instant, pageOf, role, version } from "./parts.ts";

const phoneE164 = z.string().nullable().meta({
  description: "What the number dials: E.164, with `;ext=` before an extension (RFC 3966)",
});

const profile = z.strictObject({
  id: z.uuid(),
  version,
  name: z.string(),
  ...addressed,
  dateOfBirth: date.nullable(),
  age: z.int().nullable().meta({ description: "In whole years, by the calendar of the clinic" }),
  agePrecise: z
    .strictObject({ value: count, unit: z.enum(["day", "week", "month", "year"]) })
    .nullable()
    .meta({ description: "Days below four weeks, months below two years, then years" }),
  gender: z.enum(GENDERS),
  phone: z.string().nullable().meta({ description: "As it was typed" }),
  phoneE164,
  address: z.string().nullable(),
  preferredLanguage: z.string().nullable().meta({ description: "BCP 47" }),
  interpreterRequired: z.boolean().nullable(),
  emergencyContact: z
    .strictObject({ name: z.string(), phone: z.string(), relation: z.string().nullable() })
    .nullable(),
  emergencyContactPhoneE164: phoneE164,
  insurance: z
    .strictObject({ provider: z.string().nullable(), numberMasked: z.string().nullable() })
    .nullable(),
});

export const patient = answer<PatientProfileView>()(profile);
export const patientPage = pageOf(answer<ListedProfileView>()(profile.omit({ insurance: true })));

const knownDate = z
  .string()
  .nullable()
  .meta({ description: "`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as exactly as it is known" });

export const historyEntry = answer<HistoryEntryView>()(
  z.strictObject({
    id: z.uuid(),
    version,
    kind: z.enum(HISTORY_KINDS),
    name: z.string(),
    note: z.string().nullable(),
    since: knownDate,
    until: knownDate,
    source: z.enum(HISTORY_SOURCES),
    recordedBy: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
    permits: z.strictObject({ change: z.boolean() }),
  }),
);
export const historyPage = pageOf(historyEntry);

export const emergencyAccess = answer<EmergencyAccessView>()(
  z.strictObject({ id: z.uuid(), patientId: z.uuid(), expiresAt: instant }),
);

const purpose = z.enum([
  "own",
  "treatment",
  "authorship",
  "emergency",
  "oversight",
]) satisfies z.ZodType<Purpose>;

export const accessPage = pageOf(
  answer<AccessView>()(
    z.strictObject({
      seq: count,
      at: instant,
      who: z.strictObject({ name: z.string(), role }),
      action: z.string(),
      purpose: purpose.nullable(),
      reason: z.string().nullable(),
      records: count,
      recordId: z.uuid().nullable(),
    }),
  ),
);
