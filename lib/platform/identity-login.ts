import { hkdfSync } from "node:crypto";
import { withClient, type Target } from "./connect.ts";
import { codeOf, StartupError } from "./startup-error.ts";

/** PostgreSQL cuts off what is longer. */
const MAX_NAME_BYTES = 63;

/**
 * Returns identity's login where DATABASE_IDENTITY_URL names none. Its password is derived from
 * AUTH_SECRET (RFC 5869), so that all processes of an installation know it and no file keeps it. Its
 * name contains the database's, because logins belong to the whole server.
 *
 * @throws StartupError if the name would be too long.
 */
export function deriveIdentity(app: Target, authSecret: string): Target {
  const url = new URL(app.url);
  const database = decodeURIComponent(url.pathname.slice(1));
  const name = `slotwell_identity_${database}`;
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) {
    throw new StartupError(
      `The name of the database is too long to make ${name}: set DATABASE_IDENTITY_URL.`,
    );
  }
  const key = hkdfSync("sha256", authSecret, "slotwell", `database login ${name}`, 32);
  url.username = encodeURIComponent(name);
  url.password = Buffer.from(key).toString("base64url");
  return { ...app, url: url.href };
}

/** SQLSTATEs of a login that does not exist, has another password, or may not connect. */
const REFUSED = /^(28...|42501)$/;

/**
 * Returns whether the database accepts a login.
 *
 * @throws StartupError if the database cannot be reached.
 */
export async function canSignIn(login: Target): Promise<boolean> {
  try {
    await withClient(login, () => Promise.resolve());
    return true;
  } catch (error) {
    if (error instanceof StartupError && REFUSED.test(codeOf(error.cause))) return false;
    throw error;
  }
}
