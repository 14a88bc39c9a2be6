import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { loadAhead, type Ahead } from "../appointments/ahead-rows.ts";
import { listCandidates, type Candidate } from "../appointments/candidates.ts";
import type { Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { Page } from "../page.ts";
import { nameList, USERS } from "../search/match.ts";
import type { LocalDay } from "../time/local-day.ts";
import { loadTraces, pageAccounts, visitsAhead, withAccount } from "./rows.ts";
import type { AccountState } from "./rules.ts";
import type { AccountFilter } from "./schema.ts";
import {
  accountSummary,
  accountView,
  partyOf,
  type AccountRow,
  type AccountSummary,
  type AccountView,
  type ClosingView,
  type Profiles,
} from "./views.ts";

/**
 * The accounts that match, by name, a page at a time: with `q` those whose name or e-mail address has
 * each of its words, the best matches first. Those of patients are noted as a list.
 *
 * @throws DomainError `invalid` for a cursor that no page gave.
 */
export async function searchAccounts(
  actor: Actor,
  filter: AccountFilter,
): Promise<Page<AccountSummary>> {
  authorizeUser(actor, "account.read");
  const list = nameList(USERS, filter.q);
  const conditions = [...matching(filter), ...list.after(filter.cursor)];
  const { items, nextCursor } = await pageAccounts(actor, list, conditions, filter.limit);
  return { items: items.map(accountSummary), nextCursor };
}

const IN_STATE: Record<AccountState, Prisma.Sql> = {
  active: Prisma.sql`u.disabled_at IS NULL`,
  disabled: Prisma.sql`u.disabled_at IS NOT NULL AND u.closed_at IS NULL`,
  closed: Prisma.sql`u.closed_at IS NOT NULL`,
};

function matching({ role, state }: AccountFilter): Prisma.Sql[] {
  return [
    ...(role ? [Prisma.sql`u.role = ${role}::user_role`] : []),
    ...(state ? [IN_STATE[state]] : []),
  ];
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

/** What lies ahead of an account, and who could take it. */
export interface AccountAhead extends Ahead {
  /** Of a doctor: others at the clinic, those who are free for most of the next appointments first. */
  doctors: Candidate[];
}

/**
 * The appointments and requests ahead of an account, as its role has them, and of a doctor's the colleagues who
 * could take them. Noted as a list.
 *
 * @throws DomainError `not_found`
 */
export async function getAhead(actor: Actor, id: string, now: Date): Promise<AccountAhead> {
  authorizeUser(actor, "account.read");
  return withAccount(actor, id, async (tx, row) => {
    const party = partyOf(row.role, await loadTraces(tx, row.id));
    if (!party) return { count: 0, next: [], doctors: [] };
    const ahead = await loadAhead(tx, actor, party, now);
    const isDoctor = "doctorId" in party && ahead.count > 0;
    return { ...ahead, doctors: isDoctor ? await listCandidates(tx, actor, party, now) : [] };
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
