import { z } from "zod";
import { FLAGS } from "../../../records/schema.ts";
import type { RecordView, RevisionView } from "../../../records/views.ts";
import { answer, count, instant, named, pageOf, version } from "./parts.ts";

const words = z.string().nullable();

const content = z.strictObject({
  diagnosis: z.string(),
  diagnosisCode: words.meta({ description: "ICD-10" }),
  treatment: z.string(),
  notes: words,
  prescriptions: z.array(
    z.strictObject({
      drug: z.string(),
      dose: words,
      route: words,
      frequency: words,
      duration: words,
      instructions: words,
    }),
  ),
  labResults: z.array(
    z.strictObject({
      name: z.string(),
      loinc: words,
      value: z.number().nullable(),
      text: words,
      unit: words,
      low: z.number().nullable(),
      high: z.number().nullable(),
      flag: z.enum(FLAGS).nullable().meta({ description: "As the laboratory gave it" }),
      interpretation: z
        .enum(FLAGS)
        .nullable()
        .meta({ description: "The flag, else computed from the reference range; read only" }),
      takenAt: z.string().meta({ description: "A day or an instant, as it was given" }),
    }),
  ),
});

const attachment = named.extend({ mediaType: z.string(), size: count });

export const record = answer<RecordView>()(
  content.extend({
    id: z.uuid(),
    version,
    patient: named,
    author: named.extend({ specialization: words }),
    appointment: z
      .strictObject({
        id: z.uuid(),
        startsAt: instant,
        timeZone: z.string(),
        visitType: z.string(),
      })
      .nullable(),
    timeZone: z.string(),
    attachments: z.array(attachment),
    retracted: z.strictObject({ at: instant, reason: z.string() }).nullable(),
    permits: z.strictObject({ amend: z.boolean(), retract: z.boolean() }),
    createdAt: instant,
    updatedAt: instant,
  }),
);
export const recordPage = pageOf(record);

export const revisionPage = pageOf(
  answer<RevisionView>()(
    content.extend({
      version,
      at: instant,
      author: z.strictObject({ name: z.string() }),
      retractionReason: words,
    }),
  ),
);
