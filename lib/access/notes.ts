import type { ReadAction } from "../audit/rules.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";
import type { Purpose } from "./actor.ts";

// What a transaction reads of patients is collected while it runs and noted in the audit trail in one
// statement before it commits: without the notes there is no reading. Only then, because a note locks
// the head of the trail until the transaction ends.

type Tx = Prisma.TransactionClient;

/** One reading of a patient's data by another user. Holds nothing clinical. */
export interface Reading {
  action: ReadAction;
  patientId: string;
  purpose: Purpose;
  /** The emergency access that allows it. */
  emergency?: string | undefined;
  /** The table that was read, and the row where it was one. */
  entity: { table: string; id?: string | undefined };
  /** The medical records that were read along with it. */
  records?: readonly string[] | undefined;
  /** As one of many, in a list or search: who it is and when they come, no more. */
  listed?: true | undefined;
}

/** The collected notes of one transaction. */
export interface Notes {
  readings: Reading[];
  /** The latest id that a loader was asked for, and whether it gave the row. */
  asked: { id: string; given: boolean } | null;
}

/** Readings that include all others of the same patient in one transaction. */
const WHOLE: ReadonlySet<ReadAction> = new Set<ReadAction>([
  "file.read",
  "record.export",
  "attachment.read",
]);

const notesOf = new WeakMap<Tx, Notes>();

/** Begins to collect what `tx` reads. */
export function beginNotes(tx: Tx): Notes {
  const notes: Notes = { readings: [], asked: null };
  notesOf.set(tx, notes);
  return notes;
}

/** Adds a reading. @throws Error outside a transaction of `asActor`. */
export function noteReading(tx: Tx, reading: Reading): void {
  const notes = notesOf.get(tx);
  if (!notes) throw new Error("What is read of a patient is read in asActor()");
  notes.readings.push(reading);
}

/**
 * Says which row of a patient's a loader looks for: if it is refused, this is what the refusal is about.
 */
export function noteAsked(tx: Tx, id: string): void {
  const notes = notesOf.get(tx);
  if (notes && isId(id)) notes.asked = { id, given: false };
}

/** Says that the row was found and is the actor's to see. */
export function noteGiven(tx: Tx): void {
  const notes = notesOf.get(tx);
  if (notes?.asked) notes.asked.given = true;
}

/** Writes what was collected: one entry for each patient, or one for all patients of a list. */
export async function writeNotes(tx: Tx, readings: readonly Reading[]): Promise<void> {
  if (readings.length === 0) return;
  await tx.$executeRaw`
    SELECT audit_note(n.action, n.entity, n.entity_id, n.patient_id, n.detail)
    FROM jsonb_to_recordset(${JSON.stringify(entriesOf(readings))}::jsonb)
      AS n (action text, entity text, entity_id uuid, patient_id uuid, detail jsonb)`;
}

/** An entry of the audit trail: about one patient, or about those in `detail.patients`. */
interface Entry {
  action: ReadAction;
  entity: string;
  entity_id?: string | undefined;
  patient_id?: string | undefined;
  detail: Record<string, unknown>;
}

/** The entries of the audit trail for some readings: those alike become one. */
export function entriesOf(readings: readonly Reading[]): Entry[] {
  const whole = new Set(
    readings.flatMap(({ action, patientId }) => (WHOLE.has(action) ? [patientId] : [])),
  );
  const told = readings.filter(
    ({ action, patientId }) => WHOLE.has(action) || !whole.has(patientId),
  );
  const alike = Map.groupBy(told, ({ action, entity, purpose, emergency, listed }) =>
    JSON.stringify([action, entity.table, purpose, emergency, listed]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first ? [entryOf(first, group)] : [];
  });
}

function entryOf({ action, entity, purpose, emergency, listed }: Reading, group: Reading[]): Entry {
  const patients = distinct(group.map(({ patientId }) => patientId));
  const [patient] = patients;
  const rows = distinct(group.flatMap((reading) => reading.entity.id ?? []));
  const [row] = rows;
  const records = group.flatMap((reading) => reading.records ?? []);
  const common = { ...(listed && { listed }), ...(emergency && { emergency }), purpose };
  const entry = { action, entity: entity.table };
  if (patients.length > 1) return { ...entry, detail: { patients, ...common } };
  if (rows.length <= 1) {
    const also = group.some((reading) => reading.records) && { records: distinct(records) };
    return { ...entry, entity_id: row, patient_id: patient, detail: { ...also, ...common } };
  }
  const key = entity.table === "medical_records" ? "records" : entity.table;
  return {
    ...entry,
    patient_id: patient,
    detail: { [key]: distinct([...rows, ...records]), ...common },
  };
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];
