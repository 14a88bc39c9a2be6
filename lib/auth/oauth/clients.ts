import type { ClientMetadata } from "oidc-provider";
import { env } from "../../env.ts";
import { WEB_CLIENT, webClientSecret } from "./settings.ts";

/** The programs that may ask this authorization server; for now the website itself alone. */
export function clientById(id: string): Promise<ClientMetadata | undefined> {
  return Promise.resolve(id === WEB_CLIENT ? webClient() : undefined);
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
