import type { ProvenActor } from "../../access/actor.ts";
import { identityDb, type Tx } from "../../db.ts";
import { sealed } from "../../encryption/words.ts";
import { DomainError } from "../../errors.ts";
import { auditAccount } from "../audit.ts";
import { endOtherSessions } from "../own-sessions.ts";
import { seal, unseal } from "../secrets.ts";
import type { Session } from "../session-store.ts";
import { credentialsOf, hasSecondFactor, lockCredentials } from "./credentials.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";
import { isRequiredOf } from "./required.ts";
import { keyUri, newTotpSecret, stepOf } from "./totp.ts";

const MINUTE = 60_000;
const ENROLMENT_TTL_MS = 15 * MINUTE;
const purpose = (userId: string) => `totp enrolment ${userId}`;

type Own = Pick<Session, "sessionId" | "actor">;

/**
 * Begins to add an authenticator app: makes a secret that this session alone is shown.
 *
 * @throws DomainError `illegal_transition` if the user has an app already.
 */
export async function beginTotp(
  { userId }: ProvenActor,
  sessionId: string,
  now: Date,
): Promise<void> {
  const values = {
    sessionId,
    sealed: seal(purpose(userId), newTotpSecret()),
    expiresAt: new Date(now.getTime() + ENROLMENT_TTL_MS),
  };
  await identityDb().$transaction(async (tx) => {
    await lockCredentials(tx, userId);
    await requireNoTotp(tx, userId);
    await tx.totpEnrolment.upsert({
      where: { userId },
      create: { userId, ...values },
      update: values,
    });
  });
}

/** Returns the secret of an app that this session is adding, or null. */
export async function pendingTotp(
  { sessionId, actor }: Own,
  now: Date,
): Promise<{ secret: string; uri: string } | null> {
  const secret = await loadPending(identityDb(), { sessionId, userId: actor.userId }, now);
  return secret === null ? null : { secret, uri: keyUri(secret, actor.email ?? actor.name) };
}

/**
 * Adds the authenticator app that has given its first code. The session counts as one of two factors
 * from now on; all others end.
 *
 * @returns recovery codes if it is the first factor, which are readable this once; else none.
 * @throws DomainError `invalid` about `code`; `illegal_transition` if nothing was begun, or too long ago.
 */
export async function confirmTotp(
  { sessionId, actor: { userId } }: Own,
  typed: string,
  now: Date,
): Promise<string[]> {
  return identityDb().$transaction(async (tx) => {
    await lockCredentials(tx, userId);
    const secret = await loadPending(tx, { sessionId, userId }, now);
    if (secret === null) throw new DomainError("illegal_transition");
    await requireNoTotp(tx, userId);
    const step = stepOf(secret, typed.replaceAll(/\s/g, ""), now);
    if (step === null) {
      throw new DomainError("invalid", { issues: [{ path: "code", message: "code_wrong" }] });
    }
    return addFactor(tx, { sessionId, userId, method: "otp" }, async () => {
      const encrypted = sealed("totp_factors", userId, { secret });
      await tx.totpFactor.create({
        data: { userId, ...encrypted, lastStep: step, addedAt: now },
      });
      await tx.totpEnrolment.deleteMany({ where: { userId } });
    });
  });
}

/**
 * Adds a factor by `add`, in a transaction that has locked the user's credentials. Triggers note in the
 * audit trail which factors are added and removed. The session counts as
 * one of two factors from now on, and all others end.
 *
 * @returns recovery codes if it is the first factor; else none, because the user has them already.
 */
export async function addFactor(
  tx: Tx,
  { sessionId, userId, method }: { sessionId: string; userId: string; method: "otp" | "hwk" },
  add: () => Promise<void>,
): Promise<string[]> {
  const isFirst = !hasSecondFactor(await credentialsOf(userId, tx));
  await add();
  await tx.$executeRaw`
    UPDATE sessions SET amr = amr || ${method}::text
    WHERE id = ${sessionId}::uuid AND NOT ${method}::text = ANY (amr)`;
  await endOtherSessions(tx, userId, { sessionId });
  const codes = isFirst ? await replaceRecoveryCodes(tx, userId) : [];
  return codes;
}

/**
 * Removes the authenticator app; recovery codes go with the last factor. All other sessions end.
 *
 * @throws DomainError `not_found` without an app; `account_kept` if the user's role needs the factor.
 */
export async function removeTotp(actor: ProvenActor, sessionId: string): Promise<void> {
  const { userId } = actor;
  await identityDb().$transaction(async (tx) => {
    await lockCredentials(tx, userId);
    const { count } = await tx.totpFactor.deleteMany({ where: { userId } });
    if (count === 0) throw new DomainError("not_found");
    await settleRemoval(tx, actor, sessionId);
  });
}

/** What follows when a factor is removed, before the transaction ends. @throws as `removeTotp` */
export async function settleRemoval(tx: Tx, actor: ProvenActor, sessionId: string): Promise<void> {
  const { userId, role } = actor;
  if (!hasSecondFactor(await credentialsOf(userId, tx))) {
    if (isRequiredOf(role)) throw new DomainError("account_kept", { why: "second_factor" });
    await tx.recoveryCode.deleteMany({ where: { userId } });
  }
  await endOtherSessions(tx, userId, { sessionId });
}

/**
 * Makes new recovery codes; the old ones are worth nothing from now on.
 *
 * @throws DomainError `not_found` for a user without a second factor.
 */
export async function renewRecoveryCodes({ userId }: ProvenActor): Promise<string[]> {
  return identityDb().$transaction(async (tx) => {
    await lockCredentials(tx, userId);
    if (!hasSecondFactor(await credentialsOf(userId, tx))) throw new DomainError("not_found");
    const codes = await replaceRecoveryCodes(tx, userId);
    await auditAccount(tx, userId, "account.recovery-codes-made");
    return codes;
  });
}

async function requireNoTotp(tx: Tx, userId: string): Promise<void> {
  if ((await tx.totpFactor.count({ where: { userId } })) > 0) {
    throw new DomainError("illegal_transition");
  }
}

async function loadPending(
  db: Pick<Tx, "totpEnrolment">,
  own: { userId: string; sessionId: string },
  now: Date,
): Promise<string | null> {
  const row = await db.totpEnrolment.findFirst({ where: { ...own, expiresAt: { gt: now } } });
  return row && unseal(purpose(own.userId), row.sealed);
}
