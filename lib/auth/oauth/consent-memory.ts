import type { Grant, KoaContextWithOIDC } from "oidc-provider";
import { grantsOf, type StoredGrant } from "./grants.ts";
import { WEB_CLIENT } from "./settings.ts";

/**
 * What somebody has already said yes to. Each sign-in to a program gets a grant of its own, so that a
 * stolen token ends what was given with it and nothing else; a yes that is remembered lasts no longer
 * for being used.
 */
export async function loadExistingGrant({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, result } = oidc;
  const clientId = client?.clientId;
  const accountId = session?.accountId;
  if (!clientId || !accountId) return undefined;
  const given = result?.consent?.grantId;
  if (given) return oidc.provider.Grant.find(given);
  const make = (scope: string, seconds?: number) =>
    granted(oidc, { clientId, accountId }, scope, seconds);
  // Nobody is asked whether the website may know who signs in to it.
  if (clientId === WEB_CLIENT) return make("openid");
  if (oidc.prompts.has("consent")) return undefined;
  const now = new Date();
  const wanted = [...oidc.requestParamScopes];
  const remembered = (await grantsOf(accountId, { clientId }, now)).find(covers(wanted));
  if (!remembered) return undefined;
  const left = Math.floor((remembered.expiresAt.getTime() - now.getTime()) / 1000);
  return left > 0 ? make(wanted.join(" "), left) : undefined;
}

const covers =
  (wanted: readonly string[]) =>
  ({ scopes }: StoredGrant): boolean =>
    wanted.every((scope) => scopes.includes(scope));

async function granted(
  { provider }: KoaContextWithOIDC["oidc"],
  whose: { clientId: string; accountId: string },
  scope: string,
  seconds?: number,
): Promise<Grant> {
  const grant = new provider.Grant(whose);
  grant.addOIDCScope(scope);
  if (seconds !== undefined) Object.assign(grant, { expiresIn: seconds });
  await grant.save();
  return grant;
}
