import type { IncomingMessage } from "node:http";
import { log } from "../log.ts";

interface Settings {
  APP_URL: string;
  TRUSTED_PROXIES: number;
}

/**
 * Returns a function that warns once when a proxy names the clients of its requests and is not trusted to:
 * then all users share the proxy's address, and the limits of one address. Call it before `sanitize`.
 */
export function untrustedProxyWarning({ APP_URL, TRUSTED_PROXIES }: Settings, warn = warnInLog) {
  // Only a proxy ends TLS. Without one, the header is what a client made up.
  let due = TRUSTED_PROXIES === 0 && APP_URL.startsWith("https:");
  return ({ headers }: Pick<IncomingMessage, "headers">): void => {
    if (!due || headers["x-forwarded-for"] === undefined) return;
    due = false;
    warn();
  };
}

const warnInLog = () =>
  log.warn(
    "Requests carry X-Forwarded-For, but TRUSTED_PROXIES is 0: all users count as one address. Set it to the number of proxies in front.",
  );
