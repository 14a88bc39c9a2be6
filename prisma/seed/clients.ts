import { SCOPES } from "#lib/access/actor.ts";
import { SERVICE_SCOPES } from "#lib/clients/rules.ts";
import { hashToken } from "#lib/auth/secrets.ts";
import type { Tables } from "./tables.ts";

/** Programs to try the API with: one on one's own device, and one that acts for nobody. */
export function addClients({ oauth_clients: clients }: Tables): void {
  clients.push(
    {
      id: "slotwell-demo-native",
      name: "Demo app on your device",
      kind: "public",
      secretHash: null,
      redirectUris: ["http://127.0.0.1/callback", "http://[::1]/callback"],
      scopes: SCOPES,
    },
    {
      id: "slotwell-demo-service",
      name: "Demo service",
      kind: "service",
      secretHash: hashToken("slotwell-demo-secret"),
      redirectUris: [],
      scopes: SERVICE_SCOPES,
    },
  );
}
