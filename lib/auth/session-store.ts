import type { UserActor } from "../access/actor.ts";
import { identityDb } from "../db.ts";
import { rememberSigned } from "../signed-actors.ts";
import { cookieName, parseCookies } from "./cookies.ts";
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
}

interface Row {
  id: string;
  user_id: string;
  role: UserActor["role"];
  name: string;
  email: string | null;
  patient_id: string | null;
  doctor_id: string | null;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  proven_at: Date | null;
  signed: string;
}

/**
 * Whose session a token is, with the role as it is now; null if it is over, ended, or the account
 * is disabled. One indexed query; once a minute another that notes the use.
 */
export async function findSession(token: string | undefined, now: Date): Promise<Session | null> {
  if (!token) return null;
  const rows = await identityDb().$queryRaw<Row[]>`
    SELECT s.id, s.user_id, u.role::text AS role, u.name, u.email, p.patient_id, p.doctor_id,
           s.created_at, s.last_seen_at, s.expires_at, s.proven_at,
           sign_actor(u.id, '') AS signed
    FROM sessions s JOIN users u ON u.id = s.user_id JOIN ${limitsByRole()} ON limits.role = u.role
      CROSS JOIN LATERAL profiles_of(u.id) p
    WHERE s.token_hash = ${hashToken(token)} AND ${isLive(now)} AND u.disabled_at IS NULL`;
  const row = rows[0];
  if (!row) return null;
  if (now.getTime() - row.last_seen_at.getTime() > GRAIN) await noteUse(row.id, now);
  const { user_id: userId, role, name, email, patient_id: patientId, doctor_id: doctorId } = row;
  const person = { userId, role, name, email, patientId, doctorId };
  const actor: UserActor = { kind: "user", ...person, scopes: null };
  rememberSigned(actor, row.signed);
  const { created_at: begunAt, proven_at: provenAt, expires_at: expiresAt } = row;
  return { sessionId: row.id, actor, begunAt, provenAt, expiresAt };
}

/** The session that a `Cookie` header carries. */
export function sessionFromCookieHeader(header: string | null, now: Date): Promise<Session | null> {
  return findSession(parseCookies(header)[cookieName("session")], now);
}

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
 * @param via `password`, or the id of the outside provider.
 * @returns when it ends at the latest.
 * @throws if the account is disabled or does not exist.
 */
export async function beginSession(
  { token, userId, via, userAgent }: NewSession,
  now: Date,
): Promise<Date> {
  // A trigger notes it in the audit trail.
  const [begun] = await identityDb().$queryRaw<{ expires_at: Date }[]>`
    INSERT INTO sessions (token_hash, user_id, via, user_agent, created_at, last_seen_at, expires_at)
    SELECT ${hashToken(token)}, u.id, ${via}, ${userAgent.slice(0, 400)}, ${now}, ${now},
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
}

/** Ends the session of a browser, if it has one. A cookie that was copied is dead from here on. */
export async function endSession(token: string | undefined): Promise<void> {
  if (!token) return;
  await identityDb().$queryRaw`SELECT session_sign_out(${hashToken(token)})`;
}
