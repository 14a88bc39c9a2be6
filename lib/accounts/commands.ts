import type { Actor, ProvenActor } from "../access/actor.ts";
import { authorizeProven } from "../access/policy.ts";
import { loadStartsAhead, type After } from "../appointments/ahead-rows.ts";
import { changeStatusWithin } from "../appointments/commands.ts";
import { lockSchedules } from "../appointments/locks.ts";
import { settleWithin, type Settlement } from "../appointments/settle.ts";
import type { Party, Unfit } from "../appointments/views.ts";
import { asActor, type Tx } from "../db.ts";
import { violates } from "../db-errors.ts";
import { DomainError, type ErrorCode, type ErrorDetail } from "../errors.ts";
import { isId } from "../schema.ts";
import { visitsAhead, withAccount } from "./rows.ts";
import { mustSettleFirst, sameName } from "./rules.ts";
import type { AccountChange, CloseInput } from "./schema.ts";
import {
  accountSummary,
  partyOf,
  type AccountRow,
  type ChangedAccount,
  type Profiles,
} from "./views.ts";

/** How many appointments that another doctor cannot take are named. */
const MAX_LEFT = 100;

/**
 * Closes an account for good: nobody signs in with it again, and who the person was is erased. What
 * was done for a patient is kept as long as their clinics must (`retention.ts`); what lies ahead of
 * them is canceled, and `reason` is what their doctors read.
 *
 * @throws DomainError `proof_needed`, `not_found`, `invalid` about `name`, `forbidden` (also for one's
 *   own), `account_kept` (a closed one, a doctor's with visits ahead).
 */
export async function closeAccount(
  actor: ProvenActor,
  id: string,
  { name }: CloseInput,
  { now, reason }: { now: Date; reason: string },
): Promise<void> {
  authorizeProven(actor, "account.close", now);
  await change(actor, id, async (tx) => {
    const account = await claim(tx, id);
    if (!sameName(name, account.name)) {
      throw new DomainError("invalid", { issues: [{ path: "name", message: "name_differs" }] });
    }
    const ahead = await visitsAhead(tx, account, now);
    if (mustSettleFirst(account.role, ahead.length)) {
      throw new DomainError("account_kept", { why: "visits_ahead", count: ahead.length });
    }
    for (const visit of ahead)
      await changeStatusWithin(tx, actor, visit, "cancel", { now, reason });
    await tx.$executeRaw`SELECT account_close(${id}::uuid, ${now})`;
  });
}

/**
 * Shuts an account until further notice: bites on the next request and ends the sessions.
 *
 * @throws DomainError `proof_needed`, `not_found`, `forbidden` (also for one's own), `account_kept` (a
 *   closed one).
 */
export async function disableAccount(actor: ProvenActor, id: string, now: Date): Promise<void> {
  authorizeProven(actor, "account.disable", now);
  await change(actor, id, async (tx) => {
    await claim(tx, id);
    await tx.$executeRaw`SELECT account_disable(${id}::uuid, ${now})`;
  });
}

/** Opens a disabled account again. @throws DomainError as `disableAccount` */
export async function enableAccount(actor: ProvenActor, id: string, now: Date): Promise<void> {
  authorizeProven(actor, "account.disable", now);
  await change(actor, id, async (tx) => {
    await claim(tx, id);
    await tx.$executeRaw`SELECT account_enable(${id}::uuid, ${now})`;
  });
}

/**
 * Changes what `wanted` names of an account, in one transaction: its role, whether it is disabled, its name and
 * its address. Another role or address ends the sessions. The profile of a patient or doctor gets the same name.
 * The appointments ahead stay, or are settled: the first 200 in that transaction, the others in further ones.
 * Called again, it settles what is left.
 *
 * @throws DomainError as `disableAccount`; `email_taken`; `invalid` about `role` for one without its
 *   profile, about `reassignTo` for a doctor who takes no appointments.
 */
export async function changeAccount(
  actor: ProvenActor,
  id: string,
  wanted: AccountChange,
  now: Date,
): Promise<ChangedAccount> {
  const { role, disabled, name, email } = wanted;
  if (role !== undefined) authorizeProven(actor, "account.change-role", now);
  const corrects = name !== undefined || email !== undefined;
  if (corrects) authorizeProven(actor, "account.correct", now);
  authorizeProven(actor, "account.disable", now);
  const ahead = { settlement: settlementOf(wanted), now };
  const settled = await settleAhead(actor, id, ahead, async (tx, account) => {
    if (corrects) {
      await tx.$executeRaw`SELECT account_correct(${id}::uuid, ${name ?? null}, ${email ?? null})`;
    }
    if (role !== undefined && role !== account.role) {
      await tx.$executeRaw`SELECT account_change_role(${id}::uuid, ${role}::user_role, ${now})`;
    }
    if (disabled === true) await tx.$executeRaw`SELECT account_disable(${id}::uuid, ${now})`;
    if (disabled === false) await tx.$executeRaw`SELECT account_enable(${id}::uuid, ${now})`;
  });
  return withAccount(actor, id, async (tx, row) => {
    const { count, starts } = settled.party
      ? await loadStartsAhead(tx, settled.party, now)
      : { count: 0, starts: [] };
    const next = starts.map((start) => start.toISOString());
    const { left, count: done } = settled;
    return { ...accountSummary(row), appointments: { ahead: count, next, settled: done, left } };
  });
}

function settlementOf({ appointments, reassignTo, reason }: AccountChange): Settlement | null {
  if (appointments === "cancel") return { do: "cancel", reason: reason ?? "" };
  if (appointments !== "reassign" || !reassignTo) return null;
  return { do: "reassign", doctorId: reassignTo, reason: reason ?? null };
}

interface SettledAccount {
  /** Whose appointments they are; null for an account without a profile of its role. */
  party: Party | null;
  count: number;
  left: Unfit[];
}

/** Settles the appointments ahead, one transaction a batch. `first` runs before the first batch, in its transaction. */
async function settleAhead(
  actor: ProvenActor,
  id: string,
  { settlement, now }: { settlement: Settlement | null; now: Date },
  first: (tx: Tx, account: ClaimedAccount) => Promise<void>,
): Promise<SettledAccount> {
  const all: SettledAccount = { party: null, count: 0, left: [] };
  let after: After | undefined;
  for (let begun = false; !begun || after; begun = true) {
    const batch = await change(actor, id, async (tx) => {
      // Schedules before rows, all of them in one order.
      if (settlement?.do === "reassign") await lockSchedulesOf(tx, id, settlement.doctorId);
      const account = await claim(tx, id);
      if (!begun) await first(tx, account);
      const party = (all.party ??= partyOf(account.role, account));
      if (!party || !settlement) return null;
      return settleWithin(tx, actor, party, { settlement, now, after }).catch(asIssue);
    });
    all.count += batch?.settled ?? 0;
    all.left.push(...(batch?.left ?? []).slice(0, MAX_LEFT - all.left.length));
    after = batch?.next ?? undefined;
  }
  return all;
}

/** Throws a `not_found` as an issue of `reassignTo`: it is about that doctor, because the account was found. */
function asIssue(error: unknown): never {
  if (!(error instanceof DomainError) || error.code !== "not_found") throw error;
  throw new DomainError("invalid", { issues: [{ path: "reassignTo", message: "no_doctor" }] });
}

async function lockSchedulesOf(tx: Tx, userId: string, doctorId: string): Promise<void> {
  const own = await tx.doctor.findUnique({ where: { userId }, select: { id: true } });
  if (!own) {
    throw new DomainError("invalid", { issues: [{ path: "appointments", message: "no_doctor" }] });
  }
  await lockSchedules(tx, [own.id, doctorId]);
}

/**
 * Ends one session of an account, or all of them with what clients hold in its name.
 *
 * @throws DomainError `proof_needed`, `not_found` (also for a session that is over), `forbidden` (also for
 *   one's own).
 */
export async function endSessionsOf(
  actor: ProvenActor,
  id: string,
  which: "all" | { sessionId: string },
  now: Date,
): Promise<void> {
  authorizeProven(actor, "account.end-sessions", now);
  const sessionId = which === "all" ? null : which.sessionId;
  if (sessionId !== null && !isId(sessionId)) throw new DomainError("not_found");
  await change(actor, id, async (tx) => {
    await claim(tx, id);
    const [row] = await tx.$queryRaw<{ ended: number }[]>`
      SELECT account_end_sessions(${id}::uuid, ${sessionId}::uuid) AS ended`;
    if (sessionId !== null && row?.ended === 0) throw new DomainError("not_found");
  });
}

/**
 * Removes the second factor and the recovery codes of a user who has lost them, and ends their sessions:
 * their password signs in alone, until they add a new one.
 *
 * @throws DomainError `proof_needed`, `not_found`, `forbidden` (also for one's own), `account_kept` (a
 *   closed one).
 */
export async function resetSecondFactor(actor: ProvenActor, id: string, now: Date): Promise<void> {
  authorizeProven(actor, "account.reset-factor", now);
  await change(actor, id, async (tx) => {
    await claim(tx, id);
    await tx.$executeRaw`SELECT account_reset_second_factor(${id}::uuid)`;
  });
}

/** What the database refuses about accounts, in the domain's words. */
const REFUSALS: readonly [constraint: string, code: ErrorCode, detail: ErrorDetail][] = [
  ["accounts_for_admins", "forbidden", {}],
  ["accounts_of_others", "forbidden", { why: "own" }],
  ["accounts_stay_closed", "account_kept", { why: "closed" }],
  ["users_email_key", "email_taken", {}],
  ["accounts_role_has_profile", "invalid", { issues: [{ path: "role", message: "no_profile" }] }],
];

async function change<T>(actor: Actor, id: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!isId(id)) throw new DomainError("not_found");
  try {
    return await asActor(actor, work);
  } catch (error) {
    const [, code, detail] = REFUSALS.find(([refusal]) => violates(error, refusal)) ?? [];
    throw code ? new DomainError(code, detail) : error;
  }
}

type ClaimedAccount = Pick<AccountRow, "name" | "role"> & Profiles;

/** Locks the account until the transaction ends; meanwhile it gets no appointments. */
async function claim(tx: Tx, id: string): Promise<ClaimedAccount> {
  const [account] = await tx.$queryRaw<ClaimedAccount[]>`
    SELECT name, role::text AS role, patient_id AS "patientId", doctor_id AS "doctorId"
    FROM claim_account(${id}::uuid)`;
  if (!account) throw new DomainError("not_found");
  return account;
}
