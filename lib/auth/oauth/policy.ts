import { interactionPolicy, type Configuration, type KoaContextWithOIDC } from "oidc-provider";
import { sessionFromCookieHeader } from "../session-store.ts";
import { WEB_CLIENT } from "./settings.ts";

/**
 * When a person has to be asked who they are. The authorization server's own session never suffices:
 * the website has to know the same person, or, for the website itself, to have just checked the
 * password.
 */
export function loginPolicy(): NonNullable<NonNullable<Configuration["interactions"]>["policy"]> {
  const policy = interactionPolicy.base();
  policy
    .get("login")
    ?.checks.add(
      new interactionPolicy.Check(
        "unknown_to_website",
        "End-User authentication is required",
        isUnknownToWebsite,
      ),
    );
  // A yes is remembered for programs on one's own device too: see docs/decisions/060.
  policy.get("consent")?.checks.remove("native_client_prompt");
  return policy;
}

async function isUnknownToWebsite({ oidc, req }: KoaContextWithOIDC): Promise<boolean> {
  const answered = oidc.result?.login?.accountId;
  if (oidc.client?.clientId === WEB_CLIENT) return answered === undefined;
  const known = await sessionFromCookieHeader(req.headers.cookie ?? null, new Date());
  return known?.actor.userId !== (answered ?? oidc.session?.accountId);
}
