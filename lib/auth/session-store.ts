import type { UserActor } from "../access/actor.ts";
import { identityDb } from "../db.ts";
import { rememberSigned } from "../signed-actors.ts";
import { cookieName, parseCookies } from "./cookies.ts";
import { HAS_NEW_DEVICE } from "./known-devices.ts";
import { HAS_SECOND_FACTOR } from "./second-factor/credentials.ts";
import { isRequiredOf } from "./second-factor/required.ts";
import { isTwoFactor } from "./second-factor/rules.ts";
import { hashToken } from "./secrets.ts";
import { isLive, limitsByRole } from "./session-limits.ts";

/** How exactly its last use is known. */
const GRAIN = 60_000;

export interface Session {
  sessionId: string;
  actor: UserActor;
  /** When its person signed in. */
  begunAt: Date;
  /** When they last gave their password for a sensitive act. */
  provenAt: Date | null;
  expiresAt: Date;
  /** How they signed in (RFC 8176). */
  amr: string[];
  /** In which they read times that belong to no clinic. */
  timeZone: string;
}

/** A session, and whether it opens nothing until its user has set up the second factor that they need. */
export type FoundSession = Session & {
  isHeld: boolean;
  /** The account was used on a new device, and the user has not said that it was them. */
  hasNewDevice: boolean;
};

interface Row {
  id: string;
  user_id: string;
  role: UserActor["role"];
  name: string;
  preferred_name: string | null;
  pronouns: string | null;
  email: string | null;
  patient_id: string | null;
  doctor_id: string | null;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  proven_at: Date | null;
  signed: string;
  amr: string[];
  has_second_factor: boolean;
  has_new_device: boolean;
  time_zone: string;
}

/**
 * Whose session a token is, with the role as it is now; null if it is over, ended, or the account
 * is disabled, and for a session that is held until its user has a second factor.
 */
export async function findSession(token: string | undefined, now: Date): Promise<Session | null> {
  return unlessHeld(await findAnySession(token, now));
}

/** Returns a session that opens something, or null. */
export const unlessHeld = (found: FoundSession | null): Session | null =>
  found?.isHeld === false ? found : null;

/**
 * Finds a session as `findSession` does, and also one that is held. One indexed query; once a minute
 * another that notes the use.
 */
export async function findAnySession(
  token: string | undefined,
  now: Date,
): Promise<FoundSession | null> {
  if (!token) return null;
  const rows = await identityDb().$queryRaw<Row[]>`
    SELECT s.id, s.user_id, u.role::text AS role, u.name, u.preferred_name, u.pronouns, u.email, p.patient_id, p.doctor_id,
           s.created_at, s.last_seen_at, s.expires_at, s.proven_at, s.amr,
           sign_actor(u.id, '') AS signed, ${HAS_SECOND_FACTOR} AS has_second_factor,
           ${HAS_NEW_DEVICE} AS has_new_device, zone_of_user(u.id) AS time_zone
    FROM sessions s JOIN users u ON u.id = s.user_id JOIN ${limitsByRole()} ON limits.role = u.role
      CROSS JOIN LATERAL profiles_of(u.id) p
    WHERE s.token_hash = ${hashToken(token)} AND ${isLive(now)} AND u.disabled_at IS NULL`;
  const row = rows[0];
  // Who has a second factor has given it, however the session came about.
  if (!row || (row.has_second_factor && !isTwoFactor(row.amr))) return null;
  if (now.getTime() - row.last_seen_at.getTime() > GRAIN) await noteUse(row.id, now);
  const { role, name, pronouns, email } = row;
  const actor: UserActor = {
    kind: "user",
    userId: row.user_id,
    role,
    name,
    preferredName: row.preferred_name,
    pronouns,
    email,
    patientId: row.patient_id,
    doctorId: row.doctor_id,
    scopes: null,
  };
  rememberSigned(actor, row.signed);
  return {
    sessionId: row.id,
    actor,
    begunAt: row.created_at,
    provenAt: row.proven_at,
    expiresAt: row.expires_at,
    amr: row.amr,
    timeZone: row.time_zone,
    isHeld: !row.has_second_factor && isRequiredOf(role),
    hasNewDevice: row.has_new_device,
  };
}

/** The session that a `Cookie` header carries. */
export function sessionFromCookieHeader(header: string | null, now: Date): Promise<Session | null> {
  return findSession(parseCookies(header)[cookieName("session")], now);
}

/** The same, also where it is held. */
export const anySessionFromCookieHeader = (header: string | null, now: Date) =>
  findAnySession(parseCookies(header)[cookieName("session")], now);

async function noteUse(id: string, now: Date): Promise<void> {
  await identityDb().session.updateMany({
    where: { id, lastSeenAt: { lt: now } },
    data: { lastSeenAt: now },
  });
}

/** Notes that the user of a session has given their password again. */
export async function noteProof(id: string, now: Date): Promise<void> {
  await identityDb().session.updateMany({ where: { id }, data: { provenAt: now } });
}

/**
 * Begins a session; the token goes to the browser and is kept nowhere else.
 *
 * @param via `password`, `passkey`, or the id of the outside provider.
 * @returns when it ends at the latest.
 * @throws if the account is disabled or does not exist.
 */
export async function beginSession(
  { token, userId, via, userAgent, amr = ["pwd"] }: NewSession,
  now: Date,
): Promise<Date> {
  // A trigger notes it in the audit trail.
  const [begun] = await identityDb().$queryRaw<{ expires_at: Date }[]>`
    INSERT INTO sessions (token_hash, user_id, via, user_agent, amr, created_at, last_seen_at, expires_at)
    SELECT ${hashToken(token)}, u.id, ${via}, ${userAgent.slice(0, 400)}, ${amr}, ${now}, ${now},
      ${now}::timestamptz + limits.absolute
    FROM users u JOIN ${limitsByRole()} ON limits.role = u.role
    WHERE u.id = ${userId}::uuid AND u.disabled_at IS NULL
    RETURNING expires_at`;
  if (!begun) throw new Error("no such account");
  return begun.expires_at;
}

interface NewSession {
  token: string;
  userId: string;
  via: string;
  userAgent: string;
  /** How the user signed in (RFC 8176); by default with a password. */
  amr?: readonly string[];
}

/** Ends the session of a browser, if it has one. A cookie that was copied is dead from here on. */
export async function endSession(token: string | undefined): Promise<void> {
  if (!token) return;
  await identityDb().$queryRaw`SELECT session_sign_out(${hashToken(token)})`;
}
