import type { UserActor } from "./access/actor.ts";

// What sign_actor of the database has signed, kept by this process until shortly before it expires.

/** By the clock of this process alone. A signature is valid for five minutes of the database's clock. */
const KEPT_MS = 4 * 60_000;
/** A bound on memory; the oldest go first. */
const MAX_KEPT = 10_000;

type Signee = Pick<UserActor, "userId" | "clientId">;

// On globalThis, because the server and the pages are bundled apart.
const shared = globalThis as typeof globalThis & {
  slotwellSignedActors?: Map<string, { signed: string; until: number }>;
};
const kept = (shared.slotwellSignedActors ??= new Map());

const keyOf = ({ userId, clientId = "" }: Signee) => `${userId} ${clientId}`;

/** Keeps what the database has just signed for a user and a client. */
export function rememberSigned(signee: Signee, signed: string): string {
  const key = keyOf(signee);
  kept.delete(key);
  kept.set(key, { signed, until: performance.now() + KEPT_MS });
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  return signed;
}

/** Returns a signature that is still valid, or undefined. */
export function findSigned(signee: Signee): string | undefined {
  const found = kept.get(keyOf(signee));
  return found && found.until > performance.now() ? found.signed : undefined;
}

/** Forgets all of them: another database has another key. */
export function forgetSigned(): void {
  kept.clear();
}
