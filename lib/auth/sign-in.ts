import type { Role } from "../access/actor.ts";
import { identityDb } from "../db.ts";
import { auditAccount } from "./audit.ts";
import { deviceOf } from "./device.ts";
import { inHashQueue, secondsWhenBusy, verifyPassword } from "./passwords.ts";
import {
  count,
  counter,
  forget,
  inSlowLane,
  inShortTurn,
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
 * Checks a password. Only failures count against the limits. Attempts at one account take turns and
 * look at its limit when it is theirs: however many come at once, in each process no more than the
 * limit reach the password. An address at its limit is slowed, not shut: a whole clinic may sit
 * behind it, and whoever is right gets in. `pause` is how slow, in milliseconds between attempts.
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
  const device = user && deviceOf(cookies, user.id);
  const own = device ? counter("device", device) : counter("account", email);
  const everybody = counter("address", address);
  const verify = () =>
    verifyInTurn(attempt, user, own, everybody, now).catch(
      (error: unknown) => ({ kind: "throttled", retryAfter: secondsWhenBusy(error) }) as const,
    );
  // A browser that has signed in to this account before answers for its own failures alone.
  const wait = device ? 0 : await secondsToWait([everybody], now());
  if (wait === 0) return verify();
  const outcome = await inSlowLane(everybody.key, pause, verify);
  return outcome?.kind === "right" ? outcome : { kind: "throttled", retryAfter: wait };
}

async function verifyInTurn(
  { password }: Attempt,
  user: Found | null,
  own: Counter,
  everybody: Counter,
  now: () => Date,
): Promise<SignInOutcome> {
  // A browser with a counter of its own does not wait behind those who try the same account.
  const outcome = await inShortTurn(own.key, () =>
    inHashQueue(async (): Promise<SignInOutcome> => {
      const retryAfter = await secondsToWait([own], now());
      if (retryAfter > 0) return { kind: "throttled", retryAfter };
      const right = await verifyPassword(user?.passwordHash ?? null, password);
      if (!user || !right || user.disabledAt) {
        return refuse(user, right, [own, everybody], now());
      }
      await forget([own]);
      return { kind: "right", userId: user.id, role: user.role };
    }),
  );
  return outcome ?? { kind: "throttled", retryAfter: 5 };
}

async function refuse(user: Found | null, right: boolean, counters: Counter[], now: Date) {
  await count(counters, now);
  const why = !user ? "unknown" : right ? "disabled" : "password";
  await auditAccount(identityDb(), user?.id ?? null, "account.sign-in-failed", { why });
  // Once, as the limit is reached; what is refused from then on would only flood the trail.
  const retryAfter = await secondsToWait(counters.slice(0, 1), now);
  if (retryAfter > 0) {
    await auditAccount(identityDb(), user?.id ?? null, "account.throttled", { retryAfter });
  }
  return { kind: "refused" } as const;
}
