import type { Actor, ProvenActor, UserActor } from "../access/actor.ts";
import { loadCare, noteRead } from "../access/care.ts";
import { authorizeProven, authorizeUser } from "../access/policy.ts";
import { loadEventsOf } from "../appointments/queries.ts";
import { afterCursor, NEWEST_FIRST, placeOf, selectAppointments } from "../appointments/rows.ts";
import { appointmentView } from "../appointments/views.ts";
import { asActor, type Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { entryView, selectEntries } from "../history/rows.ts";
import { pageOf, type Page } from "../page.ts";
import { loadProfile, numberOf, profileView } from "../patients/rows.ts";
import { afterRecord, loadRevisions, placeOfRecord } from "../records/queries.ts";
import { selectRecords, viewsOf } from "../records/rows.ts";
import type { WholeAppointment, WholeFacts, WholeRecord, WholeRecordPage } from "./views.ts";

// Everything that is kept about a patient. Records with their versions are large, so no more than a page
// of them is in memory at once.

const APPOINTMENTS_PER_PAGE = 100;
const RECORDS_PER_PAGE = 5;

/**
 * Returns all that the clinics keep about a patient, with every field and every version, for admins to
 * hand out. Records come a page at a time; the visits are the last 100.
 *
 * @throws DomainError `proof_needed`, `not_found`, `forbidden` (patients, doctors), `invalid` for a cursor.
 */
export async function getWholeRecord(
  actor: ProvenActor,
  patientId: string,
  cursor: string | undefined,
  now: Date,
): Promise<WholeRecordPage> {
  authorizeProven(actor, "record.export", now);
  return loadWhole(actor, patientId, cursor, now);
}

/** The same for the patient, to take along. @throws DomainError `not_found`, `forbidden`, `invalid`. */
export async function getOwnWholeRecord(
  actor: Actor,
  patientId: string,
  cursor: string | undefined,
  now: Date,
): Promise<WholeRecordPage> {
  authorizeUser(actor, "own-record.export");
  return loadWhole(actor, patientId, cursor, now);
}

function loadWhole(
  actor: UserActor,
  patientId: string,
  cursor: string | undefined,
  now: Date,
): Promise<WholeRecordPage> {
  return asActor(actor, async (tx) => ({
    ...(await loadFacts(tx, actor, patientId, now)),
    appointments: (await loadAppointments(tx, actor, patientId, undefined, now)).items,
    records: await loadRecords(tx, actor, patientId, cursor),
  }));
}

/** A whole record whose appointments and records are read from the database a page at a time. */
export interface RecordExport {
  facts: WholeFacts;
  appointments: AsyncGenerator<WholeAppointment, void>;
  records: AsyncGenerator<WholeRecord, void>;
}

/**
 * Begins an export of all that the clinics keep about a patient, for admins. Each page of its lists is
 * read in a transaction of its own, which asks again whether the actor may read it.
 *
 * @throws DomainError `proof_needed`, `not_found`, `forbidden` (patients, doctors).
 */
export async function openExport(
  actor: ProvenActor,
  patientId: string,
  now: Date,
): Promise<RecordExport> {
  authorizeProven(actor, "record.export", now);
  return beginReading(actor, patientId, now);
}

/** The same for the patient. @throws DomainError `not_found`, `forbidden`. */
export async function openOwnExport(
  actor: Actor,
  patientId: string,
  now: Date,
): Promise<RecordExport> {
  authorizeUser(actor, "own-record.export");
  return beginReading(actor, patientId, now);
}

async function beginReading(actor: UserActor, patientId: string, now: Date): Promise<RecordExport> {
  const readPage = <T>(load: (tx: Tx) => Promise<Page<T>>) =>
    asActor(actor, async (tx) => {
      await loadCare(tx, actor, patientId);
      return load(tx);
    });
  return {
    facts: await asActor(actor, (tx) => loadFacts(tx, actor, patientId, now)),
    appointments: itemsOf((cursor) =>
      readPage((tx) => loadAppointments(tx, actor, patientId, cursor, now)),
    ),
    records: itemsOf((cursor) => readPage((tx) => loadRecords(tx, actor, patientId, cursor))),
  };
}

/** The items of all pages of a list, one by one; a page is read when its first item is asked for. */
async function* itemsOf<T>(
  load: (cursor: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await load(cursor);
    yield* items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/** Noted in the patient's access log as the reading of everything. */
async function loadFacts(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  now: Date,
): Promise<WholeFacts> {
  const care = await loadCare(tx, actor, patientId);
  const profile = await loadProfile(tx, actor, patientId);
  const history = await selectEntries(tx, actor, patientId);
  await noteRead(tx, care, "record.export", { table: "patients", id: patientId });
  return {
    generatedAt: now.toISOString(),
    patient: { ...profileView(profile, now), insuranceNumber: numberOf(profile) },
    history: history.map((row) => entryView(row, actor)),
  };
}

async function loadAppointments(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  cursor: string | undefined,
  now: Date,
): Promise<Page<WholeAppointment>> {
  const conditions = [Prisma.sql`a.patient_id = ${patientId}::uuid`, ...afterCursor(cursor)];
  const limit = APPOINTMENTS_PER_PAGE;
  const rows = await selectAppointments(tx, actor, conditions, {
    limit: limit + 1,
    order: NEWEST_FIRST,
  });
  const { items, nextCursor } = pageOf(rows, limit, placeOf);
  const ids = items.map(({ id }) => id);
  const events = await loadEventsOf(tx, actor, ids);
  const appointments = items.map((row) => {
    const { permits, ...facts } = appointmentView(row, actor, now.getTime());
    return { ...facts, events: events.get(row.id) ?? [] };
  });
  return { items: appointments, nextCursor };
}

async function loadRecords(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  cursor: string | undefined,
): Promise<Page<WholeRecord>> {
  const conditions = [Prisma.sql`r.patient_id = ${patientId}::uuid`, ...afterRecord(cursor)];
  const rows = await selectRecords(tx, actor, conditions, RECORDS_PER_PAGE + 1);
  const { items, nextCursor } = pageOf(rows, RECORDS_PER_PAGE, placeOfRecord);
  const views = await viewsOf(tx, actor, items);
  const ids = items.map(({ id }) => id);
  const revisions = Map.groupBy(await loadRevisions(tx, ids), ({ recordId }) => recordId);
  const records = views.map(({ permits, ...record }) => ({
    ...record,
    revisions: (revisions.get(record.id) ?? []).map(({ recordId, ...revision }) => revision),
  }));
  return { items: records, nextCursor };
}
