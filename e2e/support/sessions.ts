import { CookieBrowser } from "../../lib/testing/cookie-browser.ts";
import { productUrl } from "./product.ts";
import { DEMO_PASSWORD, demoEmail } from "./people.ts";

/** Sensitive acts need a sign-in of the last ten minutes; a test is over well within the rest. */
const RENEW_AFTER_MS = 4 * 60_000;

interface Kept {
  begunAt: number;
  browser: Promise<CookieBrowser>;
}

/** By person, in this worker. */
const kept = new Map<string, Kept>();

export interface SessionOptions {
  /** For a test that ends sessions, lists them, or disables or closes the account. Default false. */
  ownSession?: boolean;
}

/** A session of a demo account, for example `patient1`: one for all tests of this worker. */
export function sessionOf(
  name: string,
  { ownSession = false }: SessionOptions = {},
): Promise<CookieBrowser> {
  if (ownSession) return signInOverHttp(demoEmail(name));
  const known = kept.get(name);
  if (known && Date.now() - known.begunAt < RENEW_AFTER_MS) return known.browser;
  const browser = signInOverHttp(demoEmail(name));
  kept.set(name, { begunAt: Date.now(), browser });
  return browser;
}

/**
 * Begins a session by posting the sign-in form, and follows its redirects through the authorization
 * server, but not to the dashboard.
 */
export async function signInOverHttp(
  email: string,
  browser = new CookieBrowser(productUrl()),
  password = DEMO_PASSWORD,
): Promise<CookieBrowser> {
  let response = await browser.ask("/sign-in/password", { email, password });
  for (let redirects = 0; redirects < 10; redirects++) {
    const { pathname } = new URL(response.headers.get("location") ?? "/", browser.base);
    if (!/^\/(oauth|api\/auth)\//.test(pathname)) break;
    response = await browser.ask(response.headers.get("location") ?? "");
  }
  if (sessionCookies(browser).length === 0) throw new Error(`${email} could not sign in`);
  return browser;
}

/** The cookies that a browser keeps once it is signed in. */
export function sessionCookies({ cookies }: CookieBrowser): [name: string, value: string][] {
  const lasting = [...cookies].filter(([name]) =>
    /\.(session|provider|provider\.sig|device)$/.test(name),
  );
  return lasting.some(([name]) => name.endsWith(".session")) ? lasting : [];
}
