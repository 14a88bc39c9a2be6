import { isIP } from "node:net";
import { env } from "../../env.ts";

/** Who asks for a passkey (WebAuthn, 5.1.3): the host of the site, and the only origin that may. */
export function relyingParty(): { id: string; name: string; origin: string } {
  const { hostname, origin } = new URL(env().APP_URL);
  return { id: hostname, name: "Slotwell", origin };
}

/** Whether browsers make passkeys for this site. They need https or localhost, and no bare IP address. */
export function isPasskeySite(): boolean {
  const { hostname, protocol } = new URL(env().APP_URL);
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;
  return !isAddress && (protocol === "https:" || /(^|\.)localhost$/.test(hostname));
}
