import { cookieName, setCookie } from "./cookies.ts";
import { mac, newToken, sameText } from "./secrets.ts";

// A browser that has signed in to an account before is told apart from strangers, so that their
// failures do not lock its owner out (OWASP, "Device cookies"). Proves nothing else.

const YEAR = 365 * 24 * 60 * 60;
/** On a shared computer, the last few people keep theirs. */
const MOST = 4;
const signatureOf = (userId: string, nonce: string) => mac("device", `${userId}:${nonce}`);

/** The id of this browser for that account, or null if it has never signed in to it. */
export function deviceOf(cookies: Record<string, string>, userId: string): string | null {
  for (const entry of entriesIn(cookies)) {
    const [nonce = "", signature = ""] = entry.split(".");
    if (sameText(signature, signatureOf(userId, nonce))) return nonce;
  }
  return null;
}

/** A new id of a browser. */
export const newDevice = (): string => newToken().slice(0, 22);

/** The cookie that remembers this browser as `nonce` for that account, beside those of others. */
export function deviceCookie(
  cookies: Record<string, string>,
  userId: string,
  nonce: string = deviceOf(cookies, userId) ?? newDevice(),
): string {
  const others = entriesIn(cookies).filter((entry) => !entry.startsWith(`${nonce}.`));
  const entries = [`${nonce}.${signatureOf(userId, nonce)}`, ...others].slice(0, MOST);
  return setCookie("device", entries.join("~"), YEAR);
}

const entriesIn = (cookies: Record<string, string>) =>
  (cookies[cookieName("device")] ?? "").split("~").filter(Boolean).slice(0, MOST);
