import { identityDb } from "../db.ts";
import { DomainError } from "../errors.ts";
import { auditAccount } from "./audit.ts";
import { inHashQueue, verifyPassword } from "./passwords.ts";
import { mac } from "./secrets.ts";
import { count, counter, forget, inTurn, secondsToWait } from "./throttle.ts";

/**
 * Somebody who is signed in gives their password once more. Whatever it is asked for, wrong tries
 * count together: a session that was left open guesses no faster at two forms than at one.
 *
 * @throws DomainError `invalid` about `current`: wrong, or tried too often.
 */
export async function confirmPassword(userId: string, current: string, now: Date): Promise<void> {
  const tries = [counter("account", `change:${userId}`)];
  await inTurn(mac("turn", userId), () =>
    inHashQueue(async () => {
      if ((await secondsToWait(tries, now)) > 0) throw wrong("password_tries");
      const user = await identityDb().user.findUnique({
        where: { id: userId },
        select: { passwordHash: true },
      });
      if (await verifyPassword(user?.passwordHash ?? null, current)) return forget(tries);
      await count(tries, now);
      await auditAccount(identityDb(), userId, "account.confirmation-failed");
      throw wrong("password_wrong");
    }),
  );
}

const wrong = (message: string) =>
  new DomainError("invalid", { issues: [{ path: "current", message }] });
