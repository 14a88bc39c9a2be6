import { identityDb } from "../../db.ts";
import { unsealed } from "../../encryption/words.ts";
import { DomainError } from "../../errors.ts";
import { auditAccount } from "../audit.ts";
import { counter, forget, inShortTurn, reserve } from "../throttle.ts";
import { spendRecoveryCode } from "./recovery-codes.ts";
import { stepOf } from "./totp.ts";

export type CodeOutcome =
  | { kind: "right" }
  /** Wrong, used before, or of another user. */
  | { kind: "refused" }
  | { kind: "throttled"; retryAfter: number };

interface Attempt {
  /** Whose failures are counted together, for example those of one browser. */
  by: string;
  now: Date;
}

/**
 * Checks a code of the user's authenticator app, or spends one of their recovery codes. Those of one user
 * take turns, so that they do not take up all connections.
 */
export async function checkCode(
  userId: string,
  typed: string,
  attempt: Attempt,
): Promise<CodeOutcome> {
  const outcome = await inShortTurn(`code:${userId}`, () => compareCode(userId, typed, attempt));
  return outcome ?? { kind: "throttled", retryAfter: 5 };
}

/**
 * Does the same without a queue. An attempt is counted before the code is compared, and taken back if it is
 * right: in all processes together, no more codes are compared than the limit allows.
 */
export async function compareCode(
  userId: string,
  typed: string,
  { by, now }: Attempt,
): Promise<CodeOutcome> {
  const tries = [counter("code", `${by}:${userId}`), counter("codesOfDay", `${by}:${userId}`)];
  const reservation = await reserve(tries, now);
  const retryAfter = Math.max(...reservation.waits);
  if (retryAfter > 0) return { kind: "throttled", retryAfter };
  if (await accept(userId, typed, now)) {
    for (const each of tries) await forget(each, reservation);
    return { kind: "right" };
  }
  await auditAccount(identityDb(), userId, "account.second-factor-failed");
  return { kind: "refused" };
}

function accept(userId: string, typed: string, now: Date): Promise<boolean> {
  const digits = typed.replaceAll(/\s/g, "");
  if (/^\d{6}$/.test(digits)) return acceptTotp(userId, digits, now);
  return spendRecoveryCode(userId, typed);
}

/** A time step of an app counts once: the condition makes it exact, whatever was read before. */
async function acceptTotp(userId: string, code: string, now: Date): Promise<boolean> {
  const factor = await identityDb().totpFactor.findUnique({ where: { userId } });
  if (!factor) return false;
  const { secret } = unsealed("totp_factors", userId, { secret: factor.secret });
  const step = stepOf(secret, code, now);
  if (step === null) return false;
  const { count: taken } = await identityDb().totpFactor.updateMany({
    where: { userId, secret: factor.secret, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return taken === 1;
}

/**
 * Checks a code that a signed-in user gives for a sensitive act.
 *
 * @throws DomainError `invalid` about `code`: wrong, or tried too often.
 */
export async function confirmCode(userId: string, typed: string, now: Date): Promise<void> {
  const { kind } = await checkCode(userId, typed, { by: "session", now });
  if (kind === "right") return;
  const message = kind === "refused" ? "code_wrong" : "code_tries";
  throw new DomainError("invalid", { issues: [{ path: "code", message }] });
}
