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
import { afterRecord, pageRecords } from "../records/queries.ts";
import { loadRevisionPart, loadRevisions } from "../records/revision-pages.ts";
import { viewsOf } from "../records/rows.ts";
import { MAX_VERSIONS } from "../records/rules.ts";
import type { RevisionView } from "../records/views.ts";
import type {
  ExportedRecord,
  WholeAppointment,
  WholeFacts,
  WholeRecord,
  WholeRecordPage,
} from "./views.ts";

// Everything that is kept about a patient. Records, their versions and the events of appointments are
// large, so no more than a page of them is in memory at once.

/** How many appointments the page shows, and how many with their events are exported at once. */
const APPOINTMENTS_SHOWN = 100;
const APPOINTMENTS_PER_PAGE = 20;
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
    appointments: (await loadAppointments(tx, actor, patientId, { limit: APPOINTMENTS_SHOWN }, now))
      .items,
    records: await loadRecordsWithRevisions(tx, actor, patientId, cursor),
  }));
}

/** A whole record whose appointments and records are read from the database a page at a time. */
export interface RecordExport {
  facts: WholeFacts;
  appointments: AsyncGenerator<WholeAppointment, void>;
  records: AsyncGenerator<ExportedRecord, void>;
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
      readPage((tx) => loadAppointmentsWithEvents(tx, actor, patientId, cursor, now)),
    ),
    records: withRevisions(
      itemsOf((cursor) => readPage((tx) => loadRecords(tx, actor, patientId, cursor))),
      (id) => itemsOf((cursor) => readPage((tx) => loadRevisionPage(tx, id, cursor))),
    ),
  };
}

async function* withRevisions(
  records: AsyncGenerator<Omit<WholeRecord, "revisions">, void>,
  revisionsOf: (id: string) => AsyncGenerator<RevisionView, void>,
): AsyncGenerator<ExportedRecord, void> {
  for await (const record of records) yield { ...record, revisions: revisionsOf(record.id) };
}

async function loadRevisionPage(
  tx: Tx,
  recordId: string,
  cursor: string | undefined,
): Promise<Page<RevisionView>> {
  const after = Number(cursor ?? 0);
  const { items, following } = await loadRevisionPart(tx, recordId, { after }, MAX_VERSIONS + 1);
  return {
    items: items.map(({ recordId: of, ...revision }) => revision),
    nextCursor: following ? String(following.version - 1) : null,
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
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  now: Date,
): Promise<Page<Omit<WholeAppointment, "events">>> {
  const conditions = [Prisma.sql`a.patient_id = ${patientId}::uuid`, ...afterCursor(cursor)];
  const rows = await selectAppointments(tx, actor, conditions, {
    limit: limit + 1,
    order: NEWEST_FIRST,
  });
  const { items, nextCursor } = pageOf(rows, limit, placeOf);
  const appointments = items.map((row) => {
    const { permits, ...facts } = appointmentView(row, actor, now.getTime());
    return facts;
  });
  return { items: appointments, nextCursor };
}

async function loadAppointmentsWithEvents(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  cursor: string | undefined,
  now: Date,
): Promise<Page<WholeAppointment>> {
  const page = { cursor, limit: APPOINTMENTS_PER_PAGE };
  const { items, nextCursor } = await loadAppointments(tx, actor, patientId, page, now);
  const ids = items.map(({ id }) => id);
  const events = await loadEventsOf(tx, actor, ids);
  return {
    items: items.map((facts) => ({ ...facts, events: events.get(facts.id) ?? [] })),
    nextCursor,
  };
}

async function loadRecords(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  cursor: string | undefined,
): Promise<Page<Omit<WholeRecord, "revisions">>> {
  const conditions = [Prisma.sql`r.patient_id = ${patientId}::uuid`, ...afterRecord(cursor)];
  const { items, nextCursor } = await pageRecords(tx, actor, conditions, RECORDS_PER_PAGE);
  const views = await viewsOf(tx, actor, items);
  return { items: views.map(({ permits, ...record }) => record), nextCursor };
}

async function loadRecordsWithRevisions(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  cursor: string | undefined,
): Promise<Page<WholeRecord>> {
  const { items, nextCursor } = await loadRecords(tx, actor, patientId, cursor);
  const revisions = await loadRevisions(tx, items);
  const records = items.map((record) => ({
    ...record,
    revisions: (revisions.get(record.id) ?? []).map(({ recordId, ...revision }) => revision),
  }));
  return { items: records, nextCursor };
}
