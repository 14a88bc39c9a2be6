import type { UserActor } from "../access/actor.ts";
import { identityDb } from "../db.ts";
import { auditAccount } from "./audit.ts";
import { endOtherSessions } from "./own-sessions.ts";
import { checkNewPassword } from "./new-password/check.ts";
import { confirmPassword } from "./password-confirm.ts";
import { hashPassword } from "./passwords.ts";

/** Whether the actor signs in with a password of our own. */
export async function hasPassword(actor: UserActor): Promise<boolean> {
  const where = { id: actor.userId, passwordHash: { not: null } };
  return (await identityDb().user.count({ where })) > 0;
}

/**
 * Changes the actor's password and ends all their other sessions.
 *
 * @throws DomainError `invalid` about `current` (wrong, or tried too often) or `password` (easy to guess).
 */
export async function changePassword(
  actor: UserActor,
  { current, password }: { current: string; password: string },
  keptSession: string,
  now: Date,
): Promise<void> {
  await confirmPassword(actor.userId, current, now);
  const where = { id: actor.userId };
  await checkNewPassword(password, await identityDb().user.findUniqueOrThrow({ where }));
  await setPassword(actor.userId, await hashPassword(password), { sessionId: keptSession });
}

/** Sets the hash of a password that `checkNewPassword` has passed; `keptSession` alone goes on. */
export async function setPassword(
  userId: string,
  passwordHash: string,
  keptSession: "none" | { sessionId: string },
): Promise<void> {
  await identityDb().$transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { passwordHash } });
    await endOtherSessions(tx, userId, keptSession);
    await auditAccount(tx, userId, "account.password-changed");
  });
}
