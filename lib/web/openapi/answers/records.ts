import { z } from "zod";
import { FLAGS } from "../../../records/schema.ts";
import type { LabSeries, RecordView, RevisionView } from "../../../records/views.ts";
import { answer, count, instant, named, pageOf, version } from "./parts.ts";

const words = z.string().nullable();

const measured = {
  value: z.number().nullable(),
  unit: words,
  low: z.number().nullable(),
  high: z.number().nullable(),
};

const labResult = z.strictObject({
  ...measured,
  name: z.string(),
  loinc: words,
  text: words,
  flag: z.enum(FLAGS).nullable().meta({ description: "As the laboratory gave it" }),
  interpretation: z
    .enum(FLAGS)
    .nullable()
    .meta({ description: "The flag, else computed from the reference range; read only" }),
  takenAt: z.string().meta({ description: "A day or an instant, as it was given" }),
});

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
  labResults: z.array(labResult),
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

export const labPage = pageOf(
  answer<Omit<LabSeries, "key">>()(
    z.strictObject({
      name: z.string(),
      loinc: words,
      unit: words.meta({ description: "Of the latest value" }),
      results: z.array(
        labResult.extend({
          recordId: z.uuid(),
          timeZone: z.string(),
          at: instant.meta({ description: "When it was taken; of a day, when it began" }),
          converted: z
            .strictObject(measured)
            .nullable()
            .meta({ description: "In the unit of the series, where another one was given" }),
        }),
      ),
    }),
  ),
);
