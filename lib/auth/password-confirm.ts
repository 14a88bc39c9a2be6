import { identityDb } from "../db.ts";
import { DomainError } from "../errors.ts";
import { auditAccount } from "./audit.ts";
import { inHashQueue, verifyPassword } from "./passwords.ts";
import { counter, forget, inShortTurn, reserve } from "./throttle.ts";

/**
 * Somebody who is signed in gives their password once more. Whatever it is asked for, wrong tries
 * count together: a session that was left open guesses no faster at two forms than at one.
 *
 * @throws DomainError `invalid` about `current`: wrong, or tried too often.
 */
export async function confirmPassword(userId: string, current: string, now: Date): Promise<void> {
  const tries = counter("account", `change:${userId}`);
  const confirmed = await inShortTurn(`change:${userId}`, () =>
    inHashQueue(async () => {
      const reservation = await reserve([tries], now);
      if (reservation.ids.length === 0) throw wrong("password_tries");
      const user = await identityDb().user.findUnique({
        where: { id: userId },
        select: { passwordHash: true },
      });
      if (await verifyPassword(user?.passwordHash ?? null, current)) {
        await forget(tries, reservation);
        return true;
      }
      await auditAccount(identityDb(), userId, "account.confirmation-failed");
      throw wrong("password_wrong");
    }),
  );
  if (!confirmed) throw wrong("password_tries");
}

const wrong = (message: string) =>
  new DomainError("invalid", { issues: [{ path: "current", message }] });
