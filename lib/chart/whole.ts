import type { Actor, ProvenActor, UserActor } from "../access/actor.ts";
import { loadCare, noteRead, type Care } from "../access/care.ts";
import { authorizeProven, authorizeUser } from "../access/policy.ts";
import { loadEvents } from "../appointments/event-rows.ts";
import { pageAppointmentsOf } from "../appointments/rows.ts";
import { appointmentView, type AppointmentRow } from "../appointments/views.ts";
import { asActor, type Tx } from "../db.ts";
import { entryView, selectEntries } from "../history/rows.ts";
import type { Page } from "../page.ts";
import { loadInsuranceNumber, loadProfile, profileView } from "../patients/rows.ts";
import { loadRevisionPart, loadRevisions } from "../records/revision-rows.ts";
import { pageRecords } from "../records/rows.ts";
import { MAX_VERSIONS } from "../records/rules.ts";
import { viewsOf } from "../records/to-views.ts";
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
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const shown = { limit: APPOINTMENTS_SHOWN };
    return {
      ...(await loadFacts(tx, actor, care, now)),
      appointments: (await pageAppointmentsOf(tx, actor, care, shown)).items.map((row) =>
        factsOf(row, actor, now),
      ),
      records: await loadRecordsWithRevisions(tx, actor, care, cursor),
    };
  });
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
  const read = <T>(load: (tx: Tx, care: Care) => Promise<T>) =>
    asActor(actor, async (tx) => load(tx, await loadCare(tx, actor, patientId)));
  return {
    facts: await read((tx, care) => loadFacts(tx, actor, care, now)),
    appointments: itemsOf((cursor) =>
      read((tx, care) => loadAppointments(tx, actor, care, cursor, now)),
    ),
    records: withRevisions(
      itemsOf((cursor) => read((tx, care) => loadRecords(tx, actor, care, cursor))),
      (record) => itemsOf((cursor) => read((tx) => loadRevisionPage(tx, record, cursor))),
    ),
  };
}

async function* withRevisions(
  records: AsyncGenerator<Omit<WholeRecord, "revisions">, void>,
  revisionsOf: (record: { id: string }) => AsyncGenerator<RevisionView, void>,
): AsyncGenerator<ExportedRecord, void> {
  for await (const record of records) yield { ...record, revisions: revisionsOf(record) };
}

async function loadRevisionPage(
  tx: Tx,
  record: { id: string },
  cursor: string | undefined,
): Promise<Page<RevisionView>> {
  const after = Number(cursor ?? 0);
  const { items, following } = await loadRevisionPart(tx, record, { after }, MAX_VERSIONS + 1);
  return {
    items: items.map(({ recordId, ...revision }) => revision),
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
async function loadFacts(tx: Tx, actor: UserActor, care: Care, now: Date): Promise<WholeFacts> {
  const profile = await loadProfile(tx, actor, care);
  const insuranceNumber = await loadInsuranceNumber(tx, actor, care);
  const history = await selectEntries(tx, actor, care);
  noteRead(tx, care, "record.export", { table: "patients", id: care.patient.id });
  return {
    generatedAt: now.toISOString(),
    patient: { ...profileView(profile, now), insuranceNumber },
    history: history.map((row) => entryView(row, actor)),
  };
}

function factsOf(
  row: AppointmentRow,
  actor: UserActor,
  now: Date,
): Omit<WholeAppointment, "events"> {
  const { permits, ...facts } = appointmentView(row, actor, now.getTime());
  return facts;
}

async function loadAppointments(
  tx: Tx,
  actor: UserActor,
  care: Care,
  cursor: string | undefined,
  now: Date,
): Promise<Page<WholeAppointment>> {
  const page = { cursor, limit: APPOINTMENTS_PER_PAGE };
  const { items, nextCursor } = await pageAppointmentsOf(tx, actor, care, page);
  const events = await loadEvents(tx, actor, items);
  const appointments = items.map((row) => ({
    ...factsOf(row, actor, now),
    events: events.get(row.id) ?? [],
  }));
  return { items: appointments, nextCursor };
}

async function loadRecords(
  tx: Tx,
  actor: UserActor,
  { patient }: Care,
  cursor: string | undefined,
): Promise<Page<Omit<WholeRecord, "revisions">>> {
  const page = { cursor, limit: RECORDS_PER_PAGE };
  const { items, nextCursor } = await pageRecords(tx, actor, patient.id, page);
  const views = await viewsOf(tx, actor, items);
  return { items: views.map(({ permits, ...record }) => record), nextCursor };
}

async function loadRecordsWithRevisions(
  tx: Tx,
  actor: UserActor,
  care: Care,
  cursor: string | undefined,
): Promise<Page<WholeRecord>> {
  const { items, nextCursor } = await loadRecords(tx, actor, care, cursor);
  const revisions = await loadRevisions(tx, items);
  const records = items.map((record) => ({
    ...record,
    revisions: (revisions.get(record.id) ?? []).map(({ recordId, ...revision }) => revision),
  }));
  return { items: records, nextCursor };
}
