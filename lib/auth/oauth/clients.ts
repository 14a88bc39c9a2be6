import type { ClientMetadata } from "oidc-provider";
import { env } from "../../env.ts";
import { SWAGGER_CLIENT, swaggerRedirect, WEB_CLIENT, webClientSecret } from "./settings.ts";

/** The programs that may ask this authorization server; for now those of the website itself. */
export function clientById(id: string): Promise<ClientMetadata | undefined> {
  if (id === WEB_CLIENT) return Promise.resolve(webClient());
  return Promise.resolve(id === SWAGGER_CLIENT ? swaggerClient() : undefined);
}

function webClient(): ClientMetadata {
  return {
    client_id: WEB_CLIENT,
    client_secret: webClientSecret(),
    client_name: "Slotwell",
    redirect_uris: [`${env().APP_URL}/api/auth/callback/slotwell`],
    response_types: ["code"],
    grant_types: ["authorization_code"],
    token_endpoint_auth_method: "client_secret_basic",
  };
}

/** Swagger UI, which runs in a browser and can keep no secret. */
function swaggerClient(): ClientMetadata {
  return {
    client_id: SWAGGER_CLIENT,
    client_name: "Slotwell API page",
    redirect_uris: [swaggerRedirect()],
    response_types: ["code"],
    grant_types: ["authorization_code"],
    token_endpoint_auth_method: "none",
  };
}
