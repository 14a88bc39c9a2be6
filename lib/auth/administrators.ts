import { v7 as uuid } from "uuid";
import { identityDb } from "../db.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import { withClient, type Target } from "../platform/connect.ts";
import { checkNewPassword } from "./new-password/check.ts";
import { setPassword } from "./password-change.ts";
import { hashPassword } from "./passwords.ts";
import { emailSchema } from "../emails/schema.ts";
import { hashToken, newToken } from "./secrets.ts";

/**
 * Makes an administrator, or lets an existing one choose a new password. Only the owner's login can
 * do this: the application's logins make no administrators.
 *
 * @param owner the login that owns the schema.
 * @returns a link that works once and for a day.
 * @throws DomainError `email_taken` if somebody with another role, or who is disabled, has the
 *   address; `invalid` if it is none.
 */
export async function createAdministrator(
  owner: Target,
  typed: string,
  now: Date,
): Promise<string> {
  const email = emailSchema.safeParse(typed).data;
  if (!email) throw new DomainError("invalid", { issues: [{ path: "email", message: "email" }] });
  const token = newToken();
  const name = email.split("@")[0] ?? email;
  const made = await withClient(owner, async (client) => {
    await client.query("SET ROLE slotwell_import");
    const { rows } = await client.query<{ made: boolean }>(
      "SELECT create_administrator($1, $2, $3, $4, $5) AS made",
      [uuid(), email, name, hashToken(token), now],
    );
    return rows[0]?.made;
  });
  if (!made) throw new DomainError("email_taken");
  return `${env().APP_URL}/welcome/${token}`;
}

/** Whether a link still works. */
export async function welcomeWorks(token: string, now: Date): Promise<boolean> {
  const where = { tokenHash: hashToken(token), expiresAt: { gt: now } };
  return (await identityDb().welcomeLink.count({ where })) > 0;
}

/**
 * Spends a link: sets the password of whose it is, and ends their sessions.
 *
 * @returns their e-mail address, or null if the link does not work (any more).
 * @throws DomainError `invalid` about `password` if it is easy to guess, `too_many_requests`; the link
 *   still works.
 */
export async function acceptWelcome(
  token: string,
  password: string,
  now: Date,
): Promise<string | null> {
  const tokenHash = hashToken(token);
  const link = await identityDb().welcomeLink.findFirst({
    where: { tokenHash, expiresAt: { gt: now } },
  });
  if (!link) return null;
  const user = await identityDb().user.findUniqueOrThrow({ where: { id: link.userId } });
  await checkNewPassword(password, user);
  // Before the link is spent, because too many may wait for it.
  const passwordHash = await hashPassword(password);
  // One statement, so that of two at once only one finds it.
  const spent = await identityDb().$queryRaw<{ user_id: string }[]>`
    DELETE FROM welcome_links WHERE token_hash = ${tokenHash} AND expires_at > ${now}
    RETURNING user_id`;
  if (spent.length === 0) return null;
  await setPassword(user.id, passwordHash, "none");
  return user.email;
}
