import type { UserActor } from "../access/actor.ts";
import { noteListed, type Care } from "../access/care.ts";
import { noteAsked, noteGiven, noteReading } from "../access/notes.ts";
import { appointmentScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeMoment, pageOf, type Page } from "../page.ts";
import { isId } from "../schema.ts";
import { CLOSED } from "./rules.ts";
import type { AppointmentRow, PlacedRow } from "./views.ts";

// Reading appointments: every statement carries the actor's scope, and conditions are fragments over
// `a` (the appointment) and `c` (its clinic). Patients and doctors read their own; what administrators read
// is noted. Their lists show who comes when, and none of the words, which are clinical.

const SOONEST_FIRST = Prisma.sql`a.starts_at, a.id`;
/** The order of pages; `afterCursor` goes on in it. */
const NEWEST_FIRST = Prisma.sql`a.starts_at DESC, a.id DESC`;

interface Listing {
  limit: number;
  order?: Prisma.Sql;
}

const PLACED = Prisma.sql`a.id, a.status::text AS status, a.version, a.starts_at AS "startsAt", a.ends_at AS "endsAt",
  a.expires_at AS "expiresAt", a.proposed_starts AS "proposedStarts", a.overbooked, a.agreed, a.event = ${CLOSED} AS "outcomeAssumed",
  greatest(a.ends_at, c.outcomes_asked_since) + make_interval(days => c.outcome_days) AS "closesAt",
  a.created_at AS "createdAt", a.updated_at AS "updatedAt", a.patient_id AS "patientId",
  d.id AS "doctorId", d.full_name AS "doctorName", d.specialization, d.approval::text AS approval,
  d.cutoff_minutes AS "cutoffMinutes",
  c.id AS "clinicId", c.name AS "clinicName", c.address AS "clinicAddress", c.phone AS "clinicPhone", c.time_zone AS "timeZone",
  v.id AS "visitTypeId", v.name AS "visitTypeName", v.step_minutes AS step,
  v.buffer_before_minutes AS "bufferBefore", v.buffer_after_minutes AS "bufferAfter",
  (extract(epoch FROM a.ends_at - a.starts_at) / 60)::int AS minutes`;
const SIDES = Prisma.sql`appointments a JOIN doctors d ON d.id = a.doctor_id JOIN clinics c ON c.id = a.clinic_id
  JOIN visit_types v ON v.id = a.visit_type_id`;
const WORDS = Prisma.sql`a.reason, a.status_reason AS "statusReason", a.overbook_reason AS "overbookReason"`;
const NO_WORDS = Prisma.sql`NULL AS reason, NULL AS "statusReason", NULL AS "overbookReason"`;

/** One row in the actor's scope, with its words; noted as read. @throws DomainError `not_found` */
export async function loadAppointment(
  tx: Tx,
  actor: UserActor,
  id: string,
): Promise<AppointmentRow> {
  if (!isId(id)) throw new DomainError("not_found");
  noteAsked(tx, id);
  const [row] = await select(tx, actor, [Prisma.sql`a.id = ${id}::uuid`], WORDS, { limit: 1 });
  if (!row) throw new DomainError("not_found");
  noteGiven(tx);
  noteOpened(tx, actor, row);
  return row;
}

/** Where one stands, for commands that decide about it: nothing to note. @throws DomainError `not_found` */
export async function loadPlaced(tx: Tx, actor: UserActor, id: string): Promise<PlacedRow> {
  if (!isId(id)) throw new DomainError("not_found");
  noteAsked(tx, id);
  const [row] = await selectPlaced(tx, actor, [Prisma.sql`a.id = ${id}::uuid`], { limit: 1 });
  if (!row) throw new DomainError("not_found");
  noteGiven(tx);
  return row;
}

/** The same, locked until the transaction ends, so that two deciders come one after the other. */
export async function lockPlaced(tx: Tx, actor: UserActor, id: string): Promise<PlacedRow> {
  if (!isId(id)) throw new DomainError("not_found");
  await tx.$executeRaw`SELECT FROM appointments WHERE id = ${id}::uuid FOR UPDATE`;
  return loadPlaced(tx, actor, id);
}

/** Locks several appointments as `lockPlaced` does, and leaves out those that are not in the actor's scope. */
export async function lockPlacedAll(
  tx: Tx,
  actor: UserActor,
  ids: readonly string[],
): Promise<PlacedRow[]> {
  const wanted = Prisma.sql`a.id = ANY (${ids}::uuid[])`;
  // In one order, so that two who lock the same rows never wait for each other.
  await tx.$executeRaw`SELECT FROM appointments a WHERE ${wanted} ORDER BY a.id FOR UPDATE`;
  return selectPlaced(tx, actor, [wanted], { limit: ids.length });
}

/** Where those in the actor's scope stand that meet all conditions. */
export async function selectPlaced(
  tx: Tx,
  actor: UserActor,
  conditions: Prisma.Sql[],
  { limit, order = SOONEST_FIRST }: Listing,
): Promise<PlacedRow[]> {
  const where = Prisma.join([appointmentScope(actor), ...conditions], " AND ");
  return tx.$queryRaw<
    PlacedRow[]
  >`SELECT ${PLACED} FROM ${SIDES} WHERE ${where} ORDER BY ${order} LIMIT ${limit}`;
}

/** Rows in the actor's scope that meet all conditions (over `a`; `c` is the clinic); noted as a list. */
export async function selectAppointments(
  tx: Tx,
  actor: UserActor,
  conditions: Prisma.Sql[],
  listing: Listing,
): Promise<AppointmentRow[]> {
  const rows = await select(tx, actor, conditions, listedWords(actor), listing);
  noteRows(tx, actor, rows);
  return rows;
}

/** A page of them, the newest start first. @throws DomainError `invalid` for a cursor. */
export async function pageAppointments(
  tx: Tx,
  actor: UserActor,
  conditions: Prisma.Sql[],
  { cursor, limit }: Paging,
): Promise<Page<AppointmentRow>> {
  const listing = { order: NEWEST_FIRST, limit: limit + 1 };
  const wanted = [...conditions, ...afterCursor(cursor)];
  const rows = await select(tx, actor, wanted, listedWords(actor), listing);
  const page = pageOf(rows, limit, placeOf);
  noteRows(tx, actor, page.items);
  return page;
}

/** A page of all of one patient, with their words; noted as read. @throws DomainError `invalid` */
export async function pageAppointmentsOf(
  tx: Tx,
  actor: UserActor,
  { patient }: Care,
  { cursor, limit }: Paging,
): Promise<Page<AppointmentRow>> {
  const wanted = [Prisma.sql`a.patient_id = ${patient.id}::uuid`, ...afterCursor(cursor)];
  const listing = { order: NEWEST_FIRST, limit: limit + 1 };
  const page = pageOf(await select(tx, actor, wanted, WORDS, listing), limit, placeOf);
  for (const row of page.items) noteOpened(tx, actor, row);
  return page;
}

interface Paging {
  cursor?: string | undefined;
  limit: number;
}

const listedWords = ({ role }: UserActor) => (role === "admin" ? NO_WORDS : WORDS);

async function select(
  tx: Tx,
  actor: UserActor,
  conditions: Prisma.Sql[],
  words: Prisma.Sql,
  { limit, order = SOONEST_FIRST }: Listing,
): Promise<AppointmentRow[]> {
  const where = Prisma.join([appointmentScope(actor), ...conditions], " AND ");
  const rows = await tx.$queryRaw<AppointmentRow[]>`
    SELECT ${PLACED}, p.full_name AS "patientName", p.preferred_name AS "preferredName", p.pronouns, ${words} FROM ${SIDES} JOIN patients p ON p.id = a.patient_id
    WHERE ${where} ORDER BY ${order} LIMIT ${limit}`;
  return rows.map(readable);
}

/** Patients and doctors read what they are a side of. */
const isSide = ({ role }: UserActor): boolean => role !== "admin";

/** Notes that an appointment is read with its words, unless by one of its sides. */
function noteOpened(
  tx: Tx,
  actor: UserActor,
  { id, patientId }: Pick<AppointmentRow, "id" | "patientId">,
): void {
  if (isSide(actor)) return;
  const entity = { table: "appointments", id };
  noteReading(tx, { action: "appointment.read", patientId, purpose: "oversight", entity });
}

function noteRows(tx: Tx, actor: UserActor, rows: readonly AppointmentRow[]): void {
  if (isSide(actor)) return;
  const ids = rows.map(({ patientId }) => patientId);
  noteListed(tx, actor, ids, "appointment.list", "appointments");
}

function readable(row: AppointmentRow): AppointmentRow {
  const { reason, status_reason, overbook_reason } = unsealed("appointments", row.id, {
    reason: row.reason,
    status_reason: row.statusReason,
    overbook_reason: row.overbookReason,
  });
  return { ...row, reason, statusReason: status_reason, overbookReason: overbook_reason };
}

/** What lies behind the place that a page of `NEWEST_FIRST` ended with. @throws DomainError `invalid` */
function afterCursor(cursor: string | undefined): Prisma.Sql[] {
  if (!cursor) return [];
  const { at, id } = decodeMoment(cursor);
  return [Prisma.sql`(a.starts_at, a.id) < (${at}, ${id}::uuid)`];
}

const placeOf = ({ startsAt, id }: AppointmentRow) => ({ sort: startsAt.toISOString(), id });

/** The clock may not have come round yet: a request past its expiry is expired all the same. */
export function unexpired(now: Date): Prisma.Sql {
  return Prisma.sql`(a.expires_at IS NULL OR a.expires_at > ${now})`;
}

/** The conditions of appointments that are over and have no outcome. The one about the start is for the index. */
export function withoutOutcome(now: Date): Prisma.Sql[] {
  return [
    Prisma.sql`a.status = 'confirmed'`,
    Prisma.sql`a.ends_at <= ${now}`,
    Prisma.sql`a.starts_at < ${now}`,
  ];
}

export function startsWithin(from: Date, to: Date): Prisma.Sql[] {
  return [Prisma.sql`a.starts_at >= ${from}`, Prisma.sql`a.starts_at < ${to}`];
}
