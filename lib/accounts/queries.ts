import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import type { Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeCursor, type Page } from "../page.ts";
import { folded } from "../people/rules.ts";
import type { LocalDay } from "../time/local-day.ts";
import { loadTraces, pageAccounts, visitsAhead, withAccount, type Profiles } from "./rows.ts";
import type { AccountState } from "./rules.ts";
import type { AccountFilter } from "./schema.ts";
import {
  accountSummary,
  accountView,
  type AccountRow,
  type AccountSummary,
  type AccountView,
  type ClosingView,
} from "./views.ts";

const ACCENTS = "[\u0300-\u036f]";

/**
 * The accounts that match, by name, a page at a time: each word of `q` is somewhere in the name,
 * whatever accents and capitals, or in the e-mail address. Those of patients are noted as a list.
 *
 * @throws DomainError `invalid` for a cursor that no page gave.
 */
export async function searchAccounts(
  actor: Actor,
  filter: AccountFilter,
): Promise<Page<AccountSummary>> {
  authorizeUser(actor, "account.read");
  const { items, nextCursor } = await pageAccounts(actor, matching(filter), filter.limit);
  return { items: items.map(accountSummary), nextCursor };
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
  return withAccount(actor, id, async (tx, row) => (await loadView(tx, actor, row)).account);
}

/** What closing an account would do now. Noted as `getAccount`. @throws DomainError `not_found` */
export async function getClosing(actor: Actor, id: string, now: Date): Promise<ClosingView> {
  authorizeUser(actor, "account.read");
  return withAccount(actor, id, async (tx, row) => {
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

async function loadView(
  tx: Tx,
  actor: UserActor,
  row: AccountRow,
): Promise<{ account: AccountView; profiles: Profiles }> {
  const { patientId, doctorId, ...traces } = await loadTraces(tx, row.id);
  const account = accountView(row, traces, row.id === actor.userId);
  return { account, profiles: { patientId, doctorId } };
}
