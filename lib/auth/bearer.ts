import { SCOPES, type Actor, type Role, type Scope } from "../access/actor.ts";
import { identityDb } from "../db.ts";
import { DomainError, type ErrorDetail } from "../errors.ts";
import { rememberSigned } from "../signed-actors.ts";
import { openPayload } from "./oauth/payload.ts";
import { SWAGGER_CLIENT } from "./oauth/settings.ts";
import { isStale, noteClientUse, noteGrantUse } from "./oauth/use.ts";
import { HAS_SECOND_FACTOR } from "./second-factor/credentials.ts";
import { isRequiredOf } from "./second-factor/required.ts";
import { hashToken } from "./secrets.ts";

/** Who holds a token, and the program it was given to. */
export interface Bearer {
  actor: Actor;
  clientId: string;
  /** The thumbprint of the key without which the token is worth nothing (RFC 9449), if it has one. */
  boundTo: string | null;
  /** When the person behind it signed in to let the program have it. */
  signedInAt: Date;
}

interface Row {
  kind: string;
  payload: string;
  grant_hash: string | null;
  grant_used_at: Date | null;
  client_used_at: Date | null;
  /** Null for the page of the API, which is no program of an admin's. */
  client_scopes: string[] | null;
  user_id: string | null;
  role: Role | null;
  name: string | null;
  preferred_name: string | null;
  pronouns: string | null;
  email: string | null;
  patient_id: string | null;
  doctor_id: string | null;
  /** Null for a program by itself. */
  signed: string | null;
  has_second_factor: boolean;
}

/**
 * On whose behalf the holder of an access token acts: the user who consented, with the role that they
 * have now, or nobody for a program by itself. One indexed query; once a minute others that note the use.
 *
 * @param refusal what to say about a token that does not count.
 * @throws DomainError `unauthenticated` for a token that is unknown, over or revoked, for a user or a
 * program that is disabled, and where the consent behind it is gone; `second_factor_needed` for a user
 * whose role needs one.
 */
export async function findBearer(
  token: string,
  now: Date,
  refusal: ErrorDetail = { token: true },
): Promise<Bearer> {
  const bearer = await find(token, now);
  if (!bearer) throw new DomainError("unauthenticated", refusal);
  return bearer;
}

async function find(token: string, now: Date): Promise<Bearer | null> {
  const [row] = await identityDb().$queryRaw<Row[]>`
    SELECT a.kind, a.payload, a.user_id, a.grant_hash, g.last_used_at AS grant_used_at,
      c.last_used_at AS client_used_at, c.scopes AS client_scopes,
      u.role::text AS role, u.name, u.preferred_name, u.pronouns, u.email, p.patient_id, p.doctor_id,
      sign_actor(u.id, a.client_id) AS signed, ${HAS_SECOND_FACTOR} AS has_second_factor
    FROM oidc_artifacts a
      LEFT JOIN oauth_clients c ON c.id = a.client_id AND c.disabled_at IS NULL
      LEFT JOIN oidc_artifacts g ON g.kind = 'Grant' AND g.id_hash = a.grant_hash AND g.expires_at > ${now}
      LEFT JOIN users u ON u.id = a.user_id AND u.disabled_at IS NULL
      LEFT JOIN LATERAL profiles_of(u.id) p ON true
    WHERE a.kind IN ('AccessToken', 'ClientCredentials') AND a.id_hash = ${hashToken(token)}
      AND a.expires_at > ${now} AND (c.id IS NOT NULL OR a.client_id = ${SWAGGER_CLIENT})
      AND (a.kind = 'ClientCredentials' OR g.id_hash IS NOT NULL)`;
  const payload = row && openPayload(row.kind, row.payload);
  if (!row || !payload?.clientId) return null;
  const { clientId, jkt = null, extra } = payload;
  const actor = actorOf(row, clientId, payload.scope);
  if (!actor) return null;
  if (actor.kind === "user" && row.signed) rememberSigned(actor, row.signed);
  await noteUse(row, clientId, now);
  const signedInAt = new Date(Number(extra?.["auth_time"] ?? 0) * 1000);
  return { actor, clientId, boundTo: jkt, signedInAt };
}

function actorOf(row: Row, clientId: string, scope: string | undefined): Actor | null {
  const scopes = scopesOf(scope, row.client_scopes);
  if (row.user_id === null) return { kind: "anonymous", scopes };
  const { user_id: userId, role, name, pronouns, email } = row;
  if (role === null || name === null) return null;
  if (isRequiredOf(role) && !row.has_second_factor) throw new DomainError("second_factor_needed");
  return {
    kind: "user",
    userId,
    role,
    name,
    preferredName: row.preferred_name,
    pronouns,
    email,
    patientId: row.patient_id,
    doctorId: row.doctor_id,
    scopes,
    clientId,
  };
}

async function noteUse(row: Row, clientId: string, now: Date): Promise<void> {
  if (row.client_scopes && isStale(row.client_used_at, now)) await noteClientUse(clientId, now);
  if (row.grant_hash && isStale(row.grant_used_at, now)) await noteGrantUse(row.grant_hash, now);
}

/** What was granted, as far as the program may still have it. */
function scopesOf(
  scope: string | undefined,
  clients: readonly string[] | null,
): ReadonlySet<Scope> {
  const granted = new Set(scope?.split(" "));
  return new Set(
    SCOPES.filter((known) => granted.has(known) && (clients?.includes(known) ?? true)),
  );
}
