import { v7 as uuid } from "uuid";
import { identityDb } from "../db.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import { auditAccount } from "./audit.ts";
import { checkNewPassword } from "./new-password/check.ts";
import { setPassword } from "./password-change.ts";
import { hashPassword } from "./passwords.ts";
import { emailSchema } from "./schema.ts";
import { hashToken, newToken } from "./secrets.ts";

const DAY = 24 * 60 * 60 * 1000;

/**
 * Makes an administrator, or lets an existing one choose a new password.
 *
 * @returns a link that works once and for a day.
 * @throws DomainError `email_taken` if somebody with another role, or who is disabled, has the
 *   address; `invalid` if it is none.
 */
export async function createAdministrator(typed: string, now: Date): Promise<string> {
  const email = emailSchema.safeParse(typed).data;
  if (!email) throw new DomainError("invalid", { issues: [{ path: "email", message: "email" }] });
  const token = newToken();
  await identityDb().$transaction(async (tx) => {
    const name = email.split("@")[0] ?? email;
    const data = { id: uuid(), email, name, role: "admin" as const };
    await tx.user.createMany({ data, skipDuplicates: true });
    const user = await tx.user.findUniqueOrThrow({ where: { email } });
    if (user.role !== "admin" || user.disabledAt) throw new DomainError("email_taken");
    const expiresAt = new Date(now.getTime() + DAY);
    await tx.welcomeLink.deleteMany({ where: { userId: user.id } });
    await tx.welcomeLink.create({
      data: { tokenHash: hashToken(token), userId: user.id, expiresAt },
    });
    await auditAccount(tx, user.id, "account.welcome-issued");
  });
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
