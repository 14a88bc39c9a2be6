import { identityDb } from "../../db.ts";
import { hashToken, newToken } from "../secrets.ts";

/** Seconds in which a browser answers with a signature. */
export const CHALLENGE_TTL_SECONDS = 5 * 60;

/** Who has to answer: a browser, by a token that it alone has, or a session. */
type Holder = { token: string } | { sessionId: string };

const keyOf = (holder: Holder): string =>
  "token" in holder ? hashToken(holder.token) : `session ${holder.sessionId}`;

/** Issues the challenge that `holder` answers next. An earlier one is void. */
export async function issueChallenge(holder: Holder, now: Date): Promise<string> {
  const values = {
    challenge: newToken(),
    expiresAt: new Date(now.getTime() + CHALLENGE_TTL_SECONDS * 1000),
  };
  const sessionId = "sessionId" in holder ? holder.sessionId : null;
  await identityDb().passkeyChallenge.upsert({
    where: { holder: keyOf(holder) },
    create: { holder: keyOf(holder), sessionId, ...values },
    update: values,
  });
  return values.challenge;
}

/** Returns the challenge that `holder` has to answer, or null. */
export async function findChallenge(holder: Holder, now: Date): Promise<string | null> {
  const where = { holder: keyOf(holder), expiresAt: { gt: now } };
  return (await identityDb().passkeyChallenge.findFirst({ where }))?.challenge ?? null;
}

/** Spends the challenge of `holder`: returns it once, whatever the answer is worth. */
export async function spendChallenge(holder: Holder, now: Date): Promise<string | null> {
  // One statement, so that of two at once only one finds it.
  const [spent] = await identityDb().$queryRaw<{ challenge: string }[]>`
    DELETE FROM passkey_challenges WHERE holder = ${keyOf(holder)} AND expires_at > ${now}
    RETURNING challenge`;
  return spent?.challenge ?? null;
}
