import type { UserActor } from "../access/actor.ts";
import { noteListed } from "../access/care.ts";
import { noteReading } from "../access/notes.ts";
import { asActor, identityDb, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { pageOf, type Page } from "../page.ts";
import { isId } from "../schema.ts";
import type { NameList } from "../search/match.ts";
import type { AccountRow, AccountTraces, Profiles } from "./views.ts";

const COLUMNS = Prisma.sql`u.id, u.name, u.preferred_name AS "preferredName", u.pronouns, u.email, u.role::text AS role, u.created_at AS "createdAt",
  u.disabled_at AS "disabledAt", u.closed_at AS "closedAt", s.patient_id AS "patientId"`;

/** A page of a list of the accounts that meet all conditions (over `u`); those of patients are noted. */
export async function pageAccounts(
  actor: UserActor,
  { join, rank, order, placeOf }: NameList,
  conditions: Prisma.Sql[],
  limit: number,
): Promise<Page<AccountRow>> {
  const where = Prisma.join([Prisma.sql`true`, ...conditions], " AND ");
  const rows = await identityDb().$queryRaw<(AccountRow & { rank: number })[]>`
    SELECT ${COLUMNS}, u.rank FROM (
      SELECT u.*, ${rank} FROM users u ${join} WHERE ${where}
      ORDER BY ${order} LIMIT ${limit + 1}) u CROSS JOIN LATERAL profiles_of(u.id) s
    ORDER BY u.rank, u.name, u.id`;
  const page = pageOf(rows, limit, placeOf);
  const patients = page.items.flatMap(({ patientId }) => patientId ?? []);
  if (patients.length > 0) {
    await asActor(actor, (tx) => {
      noteListed(tx, actor, patients, "account.list", "user");
      return Promise.resolve();
    });
  }
  return page;
}

/**
 * Reads an account as the list has it, and does `work` in the transaction that notes a patient's as read.
 *
 * @throws DomainError `not_found`
 */
export async function withAccount<T>(
  actor: UserActor,
  id: string,
  work: (tx: Tx, row: AccountRow) => Promise<T>,
): Promise<T> {
  if (!isId(id)) throw new DomainError("not_found");
  const [row] = await identityDb().$queryRaw<AccountRow[]>`
    SELECT ${COLUMNS} FROM users u CROSS JOIN LATERAL profiles_of(u.id) s WHERE u.id = ${id}::uuid`;
  if (!row) throw new DomainError("not_found");
  return asActor(actor, (tx) => {
    const { patientId } = row;
    const entity = { table: "user", id };
    if (patientId)
      noteReading(tx, { action: "account.read", patientId, purpose: "oversight", entity });
    return work(tx, row);
  });
}

/** What the clinical side knows of an account. */
export async function loadTraces(tx: Tx, id: string): Promise<AccountTraces & Profiles> {
  const [traces] = await tx.$queryRaw<(AccountTraces & Profiles)[]>`
    SELECT account_signed_in_at(${id}::uuid) AS "lastSignInAt", p.id AS "patientId", d.id AS "doctorId",
      p.closed_at IS NOT NULL AS "patientClosed", p.retain_until::text AS "retainUntil"
    FROM (SELECT ${id}::uuid AS id) u
      LEFT JOIN patients p ON p.user_id = u.id LEFT JOIN doctors d ON d.user_id = u.id`;
  if (!traces) throw new DomainError("internal");
  return traces;
}

/** The visits and requests of an account that have not begun, the soonest first. */
export async function visitsAhead(
  tx: Tx,
  { patientId, doctorId }: Profiles,
  now: Date,
): Promise<string[]> {
  const whose = patientId
    ? Prisma.sql`a.patient_id = ${patientId}::uuid`
    : Prisma.sql`a.doctor_id = ${doctorId}::uuid`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM appointments a
    WHERE ${whose} AND a.status IN ('pending', 'confirmed') AND a.starts_at > ${now}
      AND (a.expires_at IS NULL OR a.expires_at > ${now})
    ORDER BY a.starts_at, a.id`;
  return rows.map(({ id }) => id);
}
