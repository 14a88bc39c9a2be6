import type { Role } from "../access/actor.ts";
import { identityDb } from "../db.ts";
import { auditAccount } from "./audit.ts";
import { knownDeviceOf } from "./known-devices.ts";
import { inHashQueue, secondsWhenBusy, verifyPassword } from "./passwords.ts";
import {
  count,
  counter,
  forget,
  inShortTurn,
  inSlowLane,
  reserve,
  secondsToWait,
  type Counter,
} from "./throttle.ts";

export interface Attempt {
  /** In lower case, trimmed. */
  email: string;
  password: string;
  /** The client's network address. */
  address: string;
  cookies: Record<string, string>;
}

export type SignInOutcome =
  | { kind: "right"; userId: string; role: Role }
  /** Wrong password, no such account, disabled: nobody learns which. */
  | { kind: "refused" }
  | { kind: "throttled"; retryAfter: number };

interface Found {
  id: string;
  role: Role;
  passwordHash: string | null;
  disabledAt: Date | null;
}

/**
 * Checks a password. Only failures count against the limits, but an attempt is counted before the
 * password is looked at and taken back if it is right: however many come at once, no more than the
 * limit reach the password. An address at its limit is slowed, not shut, because a whole clinic may
 * be behind it. `pause` is how slow, in milliseconds between attempts.
 */
export async function checkPassword(
  attempt: Attempt,
  now: () => Date,
  pause = 1_000,
): Promise<SignInOutcome> {
  const { email, address, cookies } = attempt;
  const user = await identityDb().user.findUnique({
    where: { email },
    select: { id: true, role: true, passwordHash: true, disabledAt: true },
  });
  const device = user && (await knownDeviceOf(cookies, user.id));
  const own = device ? counter("device", device) : counter("account", email);
  const shared = counter("address", address);
  const verify = (isSlowed: boolean) =>
    verifyInTurn(attempt, user, { own, shared, isSlowed }, now).catch(
      (error: unknown) => ({ kind: "throttled", retryAfter: secondsWhenBusy(error) }) as const,
    );
  // A browser that has signed in to this account before answers for its own failures alone.
  const wait = device ? 0 : await secondsToWait(shared, now());
  const outcome = wait > 0 ? ADDRESS_LIMIT : await verify(device !== null);
  if (outcome.kind !== "address-limit") return outcome;
  const slowed = await inSlowLane(shared.key, pause, () => verify(true));
  if (slowed?.kind === "right") return slowed;
  return { kind: "throttled", retryAfter: wait || 1 };
}

const ADDRESS_LIMIT = { kind: "address-limit" } as const;

/** What an attempt counts for. `isSlowed`: the limit of the address is kept by other means. */
interface Counters {
  own: Counter;
  shared: Counter;
  isSlowed: boolean;
}

async function verifyInTurn(
  { password }: Attempt,
  user: Found | null,
  counters: Counters,
  now: () => Date,
): Promise<SignInOutcome | typeof ADDRESS_LIMIT> {
  const { own, shared, isSlowed } = counters;
  // A browser with a counter of its own does not wait behind those who try the same account.
  const outcome = await inShortTurn(own.key, () =>
    inHashQueue(async () => {
      const at = now();
      const reservation = await reserve(isSlowed ? [own] : [own, shared], at);
      const [ownWait = 0, sharedWait = 0] = reservation.waits;
      if (ownWait > 0) return { kind: "throttled", retryAfter: ownWait } as const;
      if (sharedWait > 0) return ADDRESS_LIMIT;
      const right = await verifyPassword(user?.passwordHash ?? null, password);
      if (!user || !right || user.disabledAt) return refuse(user, right, counters, at);
      await forget(own, reservation);
      return { kind: "right", userId: user.id, role: user.role } as const;
    }),
  );
  return outcome ?? { kind: "throttled", retryAfter: 5 };
}

async function refuse(
  user: Found | null,
  right: boolean,
  { own, shared, isSlowed }: Counters,
  now: Date,
) {
  if (isSlowed) await count(shared, now);
  const why = !user ? "unknown" : right ? "disabled" : "password";
  await auditAccount(identityDb(), user?.id ?? null, "account.sign-in-failed", { why });
  // Once, as the limit is reached; what is refused from then on would only flood the trail.
  const retryAfter = await secondsToWait(own, now);
  if (retryAfter > 0) {
    await auditAccount(identityDb(), user?.id ?? null, "account.throttled", { retryAfter });
  }
  return { kind: "refused" } as const;
}
