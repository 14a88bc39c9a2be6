import pg from "pg";
import { SCOPES } from "#lib/access/actor.ts";
import { sealPayload } from "#lib/auth/oauth/payload.ts";
import { hashToken, newToken } from "#lib/auth/secrets.ts";
import { HOUR } from "#lib/time/interval.ts";
import type { BenchDatabase } from "./database.ts";

const CLIENT = "bench";

/**
 * An access token for each patient, with the consent behind it, as the authorization server writes them
 * for a program that asked for everything. By the id of the user.
 */
export async function issueTokens({ identityUrl }: BenchDatabase): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: identityUrl });
  await client.connect();
  await client.query("SET ROLE slotwell_identity");
  await client.query(
    `INSERT INTO oauth_clients (id, name, kind, redirect_uris, scopes)
     VALUES ($1, 'A program', 'public', '{http://127.0.0.1/callback}', $2)`,
    [CLIENT, [...SCOPES]],
  );
  const { rows } = await client.query<{ id: string }>(
    "SELECT id FROM users WHERE role = 'patient'",
  );
  const tokens = new Map(rows.map(({ id }) => [id, newToken()]));
  const artifacts = [...tokens].flatMap(([userId, token]) => artifactsOf(userId, token));
  await client.query(
    `INSERT INTO oidc_artifacts (kind, id_hash, payload, grant_hash, client_id, user_id, expires_at)
     SELECT kind, id_hash, payload, grant_hash, client_id, user_id, expires_at
     FROM json_populate_recordset(NULL::oidc_artifacts, $1)`,
    [JSON.stringify(artifacts)],
  );
  await client.query("ANALYZE oidc_artifacts");
  await client.end();
  return tokens;
}

function artifactsOf(userId: string, token: string) {
  const grantId = newToken();
  const expires_at = new Date(Date.now() + HOUR);
  const common = { client_id: CLIENT, user_id: userId, expires_at };
  const payload = { clientId: CLIENT, accountId: userId, grantId, scope: SCOPES.join(" ") };
  return [
    {
      ...common,
      kind: "Grant",
      id_hash: hashToken(grantId),
      payload: sealPayload("Grant", payload),
    },
    {
      ...{ ...common, kind: "AccessToken", id_hash: hashToken(token) },
      ...{ grant_hash: hashToken(grantId), payload: sealPayload("AccessToken", payload) },
    },
  ];
}
