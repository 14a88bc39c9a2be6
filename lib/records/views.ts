import type { Purpose } from "../access/actor.ts";
import { writeNumber } from "../numbers/rules.ts";
import { interpretationOf } from "./rules.ts";
import type { Flag } from "./schema.ts";

export interface PrescriptionView {
  drug: string;
  dose: string | null;
  route: string | null;
  frequency: string | null;
  duration: string | null;
  instructions: string | null;
}

/** What a laboratory measured, as a record keeps it. */
export interface StoredLabResult {
  name: string;
  loinc: string | null;
  /** A number, or words in `text`. */
  value: number | null;
  text: string | null;
  unit: string | null;
  /** The reference range; null where it is open. */
  low: number | null;
  high: number | null;
  /** As the laboratory gave it; null where it gave none. */
  flag: Flag | null;
  /** `YYYY-MM-DD` or an instant, as it was given. */
  takenAt: string;
}

export interface LabResultView extends StoredLabResult {
  /** The laboratory's flag, else computed from the reference range. Never stored. */
  interpretation: Flag | null;
}

/** What a record says, in one of its versions. */
export interface RecordContent {
  diagnosis: string;
  diagnosisCode: string | null;
  treatment: string;
  notes: string | null;
  prescriptions: PrescriptionView[];
  labResults: LabResultView[];
}

export interface AttachmentView {
  id: string;
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
}

export interface RecordView extends RecordContent {
  id: string;
  version: number;
  patient: { id: string; name: string };
  author: { id: string; name: string; specialization: string | null };
  /** The visit that it was written about. */
  appointment: { id: string; startsAt: string; timeZone: string; visitType: string } | null;
  /** In which its times are read: of the visit's clinic, else of the author's. */
  timeZone: string;
  attachments: AttachmentView[];
  /** Entered in error: when, and why. */
  retracted: { at: string; reason: string } | null;
  permits: { amend: boolean; retract: boolean };
  createdAt: string;
  updatedAt: string;
}

/** One version of a record. */
export interface RevisionView extends RecordContent {
  version: number;
  at: string;
  author: { name: string };
  retractionReason: string | null;
}

/** A record with the reader's reason to read it. */
export interface RecordReading {
  record: RecordView;
  purpose: Purpose;
}

/** A record as it is put on paper. */
export interface PaperView {
  record: RecordView;
  patient: { id: string; name: string; dateOfBirth: string | null };
  /** The author's; null once they have left the directory. */
  clinic: { name: string; address: string; phone: string | null; timeZone: string } | null;
}

/** The values of one test over time that can be compared with each other, the latest first. */
export interface LabSeries {
  /** What it is asked for by: the test and its unit. */
  key: string;
  name: string;
  loinc: string | null;
  /** Of the latest value. */
  unit: string | null;
  results: LabPoint[];
}

/** A value and its reference range in another unit than they were given in. */
export interface MeasuredIn {
  unit: string | null;
  value: number | null;
  low: number | null;
  high: number | null;
}

/** A result as it was given, at its place in a series. */
export interface LabPoint extends LabResultView {
  recordId: string;
  /** Of the clinic of the visit, else of the author. */
  timeZone: string;
  /** When it was taken, in UTC; of a day, when it began in that zone. */
  at: string;
  /** In the unit of the series; null where it was given in that unit. */
  converted: MeasuredIn | null;
}

/** Returns a point in the unit of its series. */
export const inSeries = (point: LabPoint): MeasuredIn => point.converted ?? point;

type Given<Row, Needed extends keyof Row> = Pick<Row, Needed> & {
  [Key in Exclude<keyof Row, Needed>]?: Row[Key] | undefined;
};

/** A prescription as the list of a record keeps it: what was not given is null. */
export const storedPrescription = (given: Given<PrescriptionView, "drug">): PrescriptionView => ({
  drug: given.drug,
  dose: given.dose ?? null,
  route: given.route ?? null,
  frequency: given.frequency ?? null,
  duration: given.duration ?? null,
  instructions: given.instructions ?? null,
});

/** The same of a lab result. */
export const storedLabResult = (
  given: Given<StoredLabResult, "name" | "takenAt">,
): StoredLabResult => ({
  name: given.name,
  loinc: given.loinc ?? null,
  value: given.value ?? null,
  text: given.text ?? null,
  unit: given.unit ?? null,
  low: given.low ?? null,
  high: given.high ?? null,
  flag: given.flag ?? null,
  takenAt: given.takenAt,
});

/** What is in the encrypted lists of a record, read leniently: they were checked when written. */
export const prescriptionsFrom = (json: string | null): PrescriptionView[] =>
  json === null ? [] : (JSON.parse(json) as PrescriptionView[]);

export function labResultsFrom(json: string | null): LabResultView[] {
  if (json === null) return [];
  const results = JSON.parse(json) as StoredLabResult[];
  return results.map((result) =>
    Object.assign(result, { interpretation: interpretationOf(result) }),
  );
}

/** The content as the flat fields of the form that changes it (`labResults:0:name`). */
export function fieldsOf(content: RecordContent): Record<string, string> {
  const { diagnosis, diagnosisCode, treatment, notes, prescriptions, labResults } = content;
  const rows = {
    prescriptions,
    labResults: labResults.map(({ interpretation, value, text, ...rest }) => ({
      ...rest,
      value: value ?? text,
    })),
  };
  const flat = Object.entries(rows).flatMap(([list, entries]) =>
    entries.flatMap((row, index) =>
      Object.entries(row).map(([name, value]) => [`${list}:${index}:${name}`, value] as const),
    ),
  );
  const fields = [...Object.entries({ diagnosis, diagnosisCode, treatment, notes }), ...flat];
  return Object.fromEntries(
    fields.flatMap(([name, value]) =>
      value === null ? [] : [[name, typeof value === "number" ? writeNumber(value) : value]],
    ),
  );
}
