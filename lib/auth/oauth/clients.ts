import type { ClientMetadata, JWKS } from "oidc-provider";
import { SCOPES } from "../../access/actor.ts";
import { isClientId, isNative, scopesOf, type ClientKind } from "../../clients/rules.ts";
import { identityDb } from "../../db.ts";
import { env } from "../../env.ts";
import type { OauthClient } from "../../generated/prisma/client.ts";
import { hashToken } from "../secrets.ts";
import {
  SWAGGER_CLIENT,
  SWAGGER_NAME,
  swaggerRedirect,
  WEB_CLIENT,
  webClientSecret,
} from "./settings.ts";

/**
 * The programs that may ask this authorization server: the website itself and its page of the API, and those that an admin has
 * let in. Read for each request, so that one that is disabled is so at once.
 */
export async function clientById(id: string): Promise<ClientMetadata | undefined> {
  if (id === WEB_CLIENT) return webClient();
  if (id === SWAGGER_CLIENT) return swaggerClient();
  if (!isClientId(id)) return undefined;
  const row = await identityDb().oauthClient.findFirst({ where: { id, disabledAt: null } });
  return row ? metadataOf(row) : undefined;
}

function webClient(): ClientMetadata {
  return {
    client_id: WEB_CLIENT,
    client_secret: hashToken(webClientSecret()),
    client_name: "Slotwell",
    redirect_uris: [`${env().APP_URL}/api/auth/callback/slotwell`],
    response_types: ["code"],
    grant_types: ["authorization_code"],
    token_endpoint_auth_method: "client_secret_basic",
    scope: "openid",
  };
}

/** Swagger UI, which runs in a browser and can keep no secret. */
function swaggerClient(): ClientMetadata {
  return {
    client_id: SWAGGER_CLIENT,
    client_name: SWAGGER_NAME,
    redirect_uris: [swaggerRedirect()],
    response_types: ["code"],
    grant_types: ["authorization_code"],
    token_endpoint_auth_method: "none",
    scope: scopesOf("public", SCOPES).join(" "),
  };
}

function metadataOf(row: OauthClient): ClientMetadata {
  const kind = row.kind as ClientKind;
  const forPeople = kind !== "service";
  return {
    client_id: row.id,
    client_name: row.name,
    redirect_uris: row.redirectUris,
    application_type: isNative(row.redirectUris) ? "native" : "web",
    response_types: forPeople ? ["code"] : [],
    grant_types: forPeople ? ["authorization_code", "refresh_token"] : ["client_credentials"],
    scope: scopesOf(kind, row.scopes).join(" "),
    dpop_bound_access_tokens: row.dpopBound,
    ...proofOf(row),
  };
}

/** How it proves itself. Of a secret there is only the hash: see `compareHashes` in mount.ts. */
function proofOf({ secretHash, jwks }: OauthClient): Partial<ClientMetadata> {
  if (jwks) {
    return { token_endpoint_auth_method: "private_key_jwt", jwks: jwks as unknown as JWKS };
  }
  if (secretHash === null) return { token_endpoint_auth_method: "none" };
  return { token_endpoint_auth_method: "client_secret_basic", client_secret: secretHash };
}
