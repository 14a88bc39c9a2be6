import { z } from "zod";
import { ambiguousNumberIn, parseTypedNumber } from "../numbers/rules.ts";
import {
  cursor,
  emptyIsNone,
  id,
  instant,
  localDay,
  nameOf,
  nested,
  optionalWords,
  pageSize,
  requiredWords,
} from "../schema.ts";

/** ICD-10, with or without what stands behind the dot: `I10`, `E78.2`. */
const icd10 = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$/, "icd10");

/** LOINC: up to seven digits and a check digit, `2160-0`. */
const loinc = z
  .string()
  .trim()
  .regex(/^\d{1,7}-\d$/, "loinc");

/** A day, or an instant with an offset, as it was given (FHIR dateTime). */
const dayOrInstant = z
  .string()
  .refine((text) => localDay.safeParse(text).success || instant.safeParse(text).success, "day");

const prescription = z.strictObject({
  drug: nameOf(200),
  dose: optionalWords(100).superRefine((dose, context) => {
    const readings = ambiguousNumberIn(dose ?? "");
    if (readings) context.addIssue(askBack(readings));
  }),
  route: optionalWords(100),
  frequency: optionalWords(200),
  duration: optionalWords(100),
  instructions: optionalWords(1000),
});

/** Interpretation of a value, as HL7 codes it: normal, low, high, critically so, abnormal. */
export const FLAGS = ["N", "L", "H", "LL", "HH", "A"] as const;
export type Flag = (typeof FLAGS)[number];

/** No laboratory has larger figures. */
const MAX_MEASURED = 1e12;
const measured = z.number().min(-MAX_MEASURED, "too_high").max(MAX_MEASURED, "too_high");

const labResult = z
  .strictObject({
    name: nameOf(200),
    loinc: emptyIsNone(loinc).nullable(),
    /** A number, or words where a test gives no number. */
    value: measured.nullable().optional(),
    text: optionalWords(500)
      .nullable()
      .refine((text) => parseTypedNumber(text ?? "").kind === "words", "number_as_text"),
    unit: optionalWords(50).nullable(),
    low: measured.nullable().optional(),
    high: measured.nullable().optional(),
    /** As the laboratory gave it, and nothing else. */
    flag: emptyIsNone(z.enum(FLAGS)).nullable(),
    /** Computed by the server: accepted from a client that sends back what it read, and left out. */
    interpretation: z.enum(FLAGS).nullable().optional(),
    takenAt: dayOrInstant,
  })
  .refine(({ value, text }) => (value ?? null) !== null || Boolean(text), {
    path: ["value"],
    error: "required",
  })
  .refine(({ low, high }) => (low ?? -Infinity) <= (high ?? Infinity), {
    path: ["high"],
    error: "range",
  });

const content = {
  diagnosis: requiredWords(4000),
  diagnosisCode: emptyIsNone(icd10).nullable(),
  treatment: requiredWords(8000),
  notes: optionalWords(20_000).nullable(),
  prescriptions: z.array(prescription).max(50, "too_many").default([]),
  labResults: z.array(labResult).max(200, "too_many").default([]),
};

export const recordSchema = z.strictObject({ appointmentId: emptyIsNone(id), ...content });
export type RecordInput = z.output<typeof recordSchema>;

/** A change: what is not named stays as it is. */
export const amendSchema = z.strictObject({
  diagnosis: content.diagnosis.optional(),
  diagnosisCode: content.diagnosisCode,
  treatment: content.treatment.optional(),
  notes: content.notes,
  prescriptions: z.array(prescription).max(50, "too_many").optional(),
  labResults: z.array(labResult).max(200, "too_many").optional(),
});
export type AmendInput = z.output<typeof amendSchema>;

export const retractSchema = z.strictObject({ reason: requiredWords(1000) });

type Fields = Record<string, unknown>;

/** The rows of a form, under any keys; those that were left empty are none. */
const filled = (rows: unknown, ...telling: string[]): Fields =>
  Object.fromEntries(
    Object.entries(Object(rows) as Fields).filter(([, row]) =>
      telling.some((name) => Boolean((Object(row) as Fields)[name])),
    ),
  );

/** The number that a text is, with a complaint if it can be read in two ways or in none. */
function numberIn(text: string, context: z.RefinementCtx): number | null {
  const read = parseTypedNumber(text);
  if (read.kind === "ambiguous") context.addIssue(askBack(read.readings));
  if (read.kind === "unreadable") context.addIssue({ code: "custom", message: "decimal" });
  if (read.kind !== "number") return null;
  if (Math.abs(read.value) > MAX_MEASURED)
    context.addIssue({ code: "custom", message: "too_high" });
  return read.value;
}

function askBack([whole, decimal]: readonly [string, string]) {
  const key = /^-?0/.test(decimal) ? "ambiguous_decimal" : "ambiguous_number";
  return { code: "custom", message: `${key} ${whole} ${decimal}` } as const;
}

/** A number as it is typed; an empty text stands for no number. */
const typedNumber = emptyIsNone(
  z
    .string()
    .max(100, "too_long")
    .transform((text, context) => {
      if (parseTypedNumber(text).kind === "words") {
        context.addIssue({ code: "custom", message: "decimal" });
      }
      return numberIn(text, context) ?? z.NEVER;
    }),
);

/** A lab result as a form asks it: one field for the value, which may be words. */
const labRow = z
  .strictObject({
    name: nameOf(200),
    loinc: emptyIsNone(loinc),
    value: requiredWords(500).transform((text, context) => {
      const value = numberIn(text, context);
      return { value, text: value === null ? text : null };
    }),
    unit: optionalWords(50),
    low: typedNumber,
    high: typedNumber,
    flag: emptyIsNone(z.enum(FLAGS)),
    takenAt: dayOrInstant,
  })
  .refine(({ low, high }) => (low ?? -Infinity) <= (high ?? Infinity), {
    path: ["high"],
    error: "range",
  })
  .transform(({ value, ...row }) => ({ ...row, ...value }));

/** The same as a form sends it; `confirmed` answers the question about an allergy. */
export const recordFormSchema = z.preprocess(
  nested,
  z.strictObject({
    diagnosis: content.diagnosis,
    diagnosisCode: emptyIsNone(icd10),
    treatment: content.treatment,
    notes: optionalWords(20_000),
    prescriptions: z.preprocess(
      (rows) => filled(rows, "drug", "dose", "frequency", "duration", "instructions"),
      z
        .record(z.string(), prescription)
        .refine((rows) => Object.keys(rows).length <= 50, "too_many")
        .transform((rows) => Object.values(rows)),
    ),
    labResults: z.preprocess(
      (rows) => filled(rows, "name", "value"),
      z
        .record(z.string(), labRow)
        .refine((rows) => Object.keys(rows).length <= 200, "too_many")
        .transform((rows) => Object.values(rows)),
    ),
    confirmed: z.enum(["yes", "no"]).optional(),
  }),
);
export type RecordForm = z.output<typeof recordFormSchema>;

/** How a patient's records are listed. */
export const recordListSchema = z.strictObject({
  cursor,
  limit: pageSize,
});
export type RecordList = z.output<typeof recordListSchema>;
