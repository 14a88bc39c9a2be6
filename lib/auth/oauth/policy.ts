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
  // Consent is remembered for clients on the user's device too (docs/decisions/060), except where the
  // user would not see that one of them uses it.
  const checks = policy.get("consent")?.checks;
  checks?.remove("native_client_prompt");
  checks?.add(
    new interactionPolicy.Check(
      "native_client_unseen",
      "a client on the user's device cannot be let in unseen",
      "interaction_required",
      isNativeUnseen,
    ),
  );
  return policy;
}

/** Whether a client on the user's device asks with `prompt=none` (RFC 8252, 8.6). */
function isNativeUnseen({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.client?.applicationType === "native" && oidc.prompts.has("none");
}

async function isUnknownToWebsite({ oidc, req }: KoaContextWithOIDC): Promise<boolean> {
  const answered = oidc.result?.login?.accountId;
  if (oidc.client?.clientId === WEB_CLIENT) return answered === undefined;
  const known = await sessionFromCookieHeader(req.headers.cookie ?? null, new Date());
  return known?.actor.userId !== (answered ?? oidc.session?.accountId);
}
