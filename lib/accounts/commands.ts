import type { Actor, ProvenActor } from "../access/actor.ts";
import { authorizeProven } from "../access/policy.ts";
import { changeStatusWithin } from "../appointments/commands.ts";
import { asActor, type Tx } from "../db.ts";
import { violates } from "../db-errors.ts";
import { DomainError, type ErrorCode, type ErrorDetail } from "../errors.ts";
import { isId } from "../schema.ts";
import { visitsAhead, withAccount, type Profiles } from "./rows.ts";
import { mustSettleFirst, sameName } from "./rules.ts";
import type { AccountChange, CloseInput } from "./schema.ts";
import { accountSummary, type AccountRow, type AccountSummary } from "./views.ts";

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
 * Gives an account another role, shuts or opens it: as far as `wanted` says, and in one step. Another
 * role bites on the next request and ends the sessions.
 *
 * @throws DomainError as `disableAccount`, and `invalid` about `role` for one without its profile.
 */
export async function changeAccount(
  actor: ProvenActor,
  id: string,
  { role, disabled }: AccountChange,
  now: Date,
): Promise<AccountSummary> {
  if (role !== undefined) authorizeProven(actor, "account.change-role", now);
  authorizeProven(actor, "account.disable", now);
  await change(actor, id, async (tx) => {
    const account = await claim(tx, id);
    if (role !== undefined && role !== account.role) {
      await tx.$executeRaw`SELECT account_change_role(${id}::uuid, ${role}::user_role, ${now})`;
    }
    if (disabled === true) await tx.$executeRaw`SELECT account_disable(${id}::uuid, ${now})`;
    if (disabled === false) await tx.$executeRaw`SELECT account_enable(${id}::uuid, ${now})`;
  });
  return withAccount(actor, id, (_tx, row) => Promise.resolve(accountSummary(row)));
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
  ["accounts_role_has_profile", "invalid", { issues: [{ path: "role", message: "no_profile" }] }],
];

async function change(actor: Actor, id: string, work: (tx: Tx) => Promise<void>): Promise<void> {
  if (!isId(id)) throw new DomainError("not_found");
  try {
    await asActor(actor, work);
  } catch (error) {
    const [, code, detail] = REFUSALS.find(([refusal]) => violates(error, refusal)) ?? [];
    throw code ? new DomainError(code, detail) : error;
  }
}

/** The account, locked until the transaction ends; nobody books for or with it meanwhile. */
async function claim(tx: Tx, id: string): Promise<Pick<AccountRow, "name" | "role"> & Profiles> {
  const [account] = await tx.$queryRaw<(Pick<AccountRow, "name" | "role"> & Profiles)[]>`
    SELECT name, role::text AS role, patient_id AS "patientId", doctor_id AS "doctorId"
    FROM claim_account(${id}::uuid)`;
  if (!account) throw new DomainError("not_found");
  return account;
}
