import type { Actor, UserActor } from "../access/actor.ts";
import { authorize, authorizeUser } from "../access/policy.ts";
import { asActor, identityDb, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeCursor, pageOf, type Page } from "../page.ts";
import { folded } from "../people/rules.ts";
import { isId } from "../schema.ts";
import type { LocalDay } from "../time/local-day.ts";
import { visitsAhead, type Profiles } from "./rows.ts";
import type { AccountState } from "./rules.ts";
import type { AccountFilter } from "./schema.ts";
import {
  accountSummary,
  accountView,
  type AccountRow,
  type AccountSummary,
  type AccountTraces,
  type AccountView,
  type ClosingView,
} from "./views.ts";

const ACCENTS = "[\u0300-\u036f]";
const COLUMNS = Prisma.sql`u.id, u.name, u.email, u.role::text AS role, u.created_at AS "createdAt",
  u.disabled_at AS "disabledAt", u.closed_at AS "closedAt"`;

/**
 * The accounts that match, by name, a page at a time: each word of `q` is somewhere in the name,
 * whatever accents and capitals, or in the e-mail address.
 *
 * @throws DomainError `invalid` for a cursor that no page gave.
 */
export async function searchAccounts(
  actor: Actor,
  filter: AccountFilter,
): Promise<Page<AccountSummary>> {
  authorize(actor, "account.read");
  const rows = await identityDb().$queryRaw<AccountRow[]>`
    SELECT ${COLUMNS} FROM users u
    WHERE ${Prisma.join([Prisma.sql`true`, ...matching(filter)], " AND ")}
    ORDER BY u.name, u.id LIMIT ${filter.limit + 1}`;
  const page = pageOf(rows, filter.limit, ({ name, id }) => ({ sort: name, id }));
  return { items: page.items.map(accountSummary), nextCursor: page.nextCursor };
}

const IN_STATE: Record<AccountState, Prisma.Sql> = {
  active: Prisma.sql`u.disabled_at IS NULL`,
  disabled: Prisma.sql`u.disabled_at IS NOT NULL AND u.closed_at IS NULL`,
  closed: Prisma.sql`u.closed_at IS NOT NULL`,
};

function matching({ q, role, state, cursor }: AccountFilter): Prisma.Sql[] {
  const name = Prisma.sql`lower(regexp_replace(normalize(u.name, NFD), ${ACCENTS}, '', 'g'))`;
  const words = folded(q ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const conditions = words.map(
    (word) => Prisma.sql`(strpos(${name}, ${word}) > 0 OR strpos(u.email, ${word}) > 0)`,
  );
  if (role) conditions.push(Prisma.sql`u.role = ${role}::user_role`);
  if (state) conditions.push(IN_STATE[state]);
  if (cursor) {
    const { sort, id } = decodeCursor(cursor);
    conditions.push(Prisma.sql`(u.name, u.id) > (${sort}, ${id}::uuid)`);
  }
  return conditions;
}

/** One account. Of a patient's, the trail notes who looked. @throws DomainError `not_found` */
export async function getAccount(actor: Actor, id: string): Promise<AccountView> {
  authorizeUser(actor, "account.read");
  const row = await loadRow(id);
  return asActor(actor, async (tx) => (await loadView(tx, actor, row)).account);
}

/** What closing an account would do now. @throws DomainError `not_found` */
export async function getClosing(actor: Actor, id: string, now: Date): Promise<ClosingView> {
  authorizeUser(actor, "account.read");
  const row = await loadRow(id);
  return asActor(actor, async (tx) => {
    const { account, profiles } = await loadView(tx, actor, row);
    const { patientId } = profiles;
    const [kept] = await tx.$queryRaw<{ until: LocalDay }[]>`
      SELECT retention_of(${patientId}::uuid, ${now})::text AS until WHERE ${patientId}::uuid IS NOT NULL`;
    const ahead = await visitsAhead(tx, profiles, now);
    const retainUntil = kept && kept.until > now.toISOString() ? kept.until : null;
    const { doctorId } = profiles;
    return { account, doctorId, visitsAhead: ahead.length, retainUntil };
  });
}

/** An account as the list has it. @throws DomainError `not_found` */
export async function loadRow(id: string): Promise<AccountRow> {
  if (!isId(id)) throw new DomainError("not_found");
  const [row] = await identityDb().$queryRaw<AccountRow[]>`
    SELECT ${COLUMNS} FROM users u WHERE u.id = ${id}::uuid`;
  if (!row) throw new DomainError("not_found");
  return row;
}

async function loadView(
  tx: Tx,
  actor: UserActor,
  row: AccountRow,
): Promise<{ account: AccountView; profiles: Profiles }> {
  const [traces] = await tx.$queryRaw<(AccountTraces & Profiles)[]>`
    SELECT account_signed_in_at(${row.id}::uuid) AS "lastSignInAt", p.id AS "patientId", d.id AS "doctorId",
      p.closed_at IS NOT NULL AS "patientClosed", p.retain_until::text AS "retainUntil"
    FROM (SELECT ${row.id}::uuid AS id) u
      LEFT JOIN patients p ON p.user_id = u.id LEFT JOIN doctors d ON d.user_id = u.id`;
  if (!traces) throw new DomainError("internal");
  const { patientId, doctorId } = traces;
  if (patientId) {
    await tx.$executeRaw`SELECT audit_note('account.read', 'user', ${row.id}::uuid, ${patientId}::uuid, '{}')`;
  }
  const account = accountView(row, traces, row.id === actor.userId);
  return { account, profiles: { patientId, doctorId } };
}
