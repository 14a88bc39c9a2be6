import { SCOPES, type Actor, type Role, type Scope } from "../access/actor.ts";
import { identityDb } from "../db.ts";
import { DomainError } from "../errors.ts";
import { openPayload } from "./oauth/artifacts.ts";
import { hashToken } from "./secrets.ts";

/** Who holds a token, and the program it was given to. */
export interface Bearer {
  actor: Actor;
  clientId: string;
}

interface Row {
  kind: string;
  payload: string;
  user_id: string | null;
  role: Role | null;
  name: string | null;
  email: string | null;
  patient_id: string | null;
  doctor_id: string | null;
}

/**
 * On whose behalf the holder of an access token acts: the user who consented, with the role that they
 * have now, or nobody for a program by itself. One indexed query.
 *
 * @throws DomainError `unauthenticated` for a token that is unknown, over or revoked, and for a user who
 * is disabled.
 */
export async function findBearer(token: string, now: Date): Promise<Bearer> {
  const [row] = await identityDb().$queryRaw<Row[]>`
    SELECT a.kind, a.payload, a.user_id, u.role::text AS role, u.name, u.email, p.patient_id, p.doctor_id
    FROM oidc_artifacts a
      LEFT JOIN users u ON u.id = a.user_id AND u.disabled_at IS NULL
      LEFT JOIN LATERAL profiles_of(u.id) p ON true
    WHERE a.kind IN ('AccessToken', 'ClientCredentials') AND a.id_hash = ${hashToken(token)}
      AND a.expires_at > ${now}`;
  const payload = row && openPayload(row.kind, row.payload);
  if (!row || !payload?.clientId) throw refused();
  const scopes = scopesOf(payload.scope);
  const { clientId } = payload;
  if (row.user_id === null) return { actor: { kind: "anonymous", scopes }, clientId };
  const { user_id: userId, role, name, email, patient_id: patientId, doctor_id: doctorId } = row;
  if (role === null || name === null) throw refused();
  const actor = { kind: "user", userId, role, name, email, patientId, doctorId, scopes } as const;
  return { actor, clientId };
}

const refused = () => new DomainError("unauthenticated", { token: true });

function scopesOf(scope: string | undefined): ReadonlySet<Scope> {
  const granted = new Set(scope?.split(" "));
  return new Set(SCOPES.filter((known) => granted.has(known)));
}
