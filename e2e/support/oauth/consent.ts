import type { DPoPOptions } from "openid-client";
import type { CookieBrowser } from "../../../lib/testing/cookie-browser.ts";
import { parseHtml } from "../forms/html.ts";
import type { NativeApp } from "./native-app.ts";

/** Follows an authorization request over HTTP and allows what it asks for. Returns the callback's URL. */
export async function allowOverHttp(
  browser: CookieBrowser,
  url: string,
  { redirectUri }: NativeApp,
): Promise<URL> {
  let next = url;
  for (let redirects = 0; redirects < 10; redirects++) {
    const { pathname } = new URL(next, browser.base);
    const question = /^(\/oauth\/interaction\/[^/]+)\/consent$/.exec(pathname)?.[1];
    const response = question
      ? await browser.ask(`${question}/decision`, await allowing(browser, question))
      : await browser.ask(next);
    const location = response.headers.get("location");
    if (location === null) throw new Error(`${next} answered ${response.status}, not a redirect`);
    if (location.startsWith(redirectUri)) return new URL(location);
    next = location;
  }
  throw new Error(`${url} does not lead to ${redirectUri}`);
}

/** Returns what the page's button sends: the answer, and the account that was asked. */
async function allowing(browser: CookieBrowser, question: string): Promise<Record<string, string>> {
  const page = parseHtml(await (await browser.ask(`${question}/consent`)).text());
  const owner = page.querySelector(`form[action="${question}/decision"] input[name=_for]`);
  return { _for: owner?.getAttribute("value") ?? "", decision: "allow" };
}

/** The user of a session connects the client. Returns the client's tokens. */
export async function connectOverHttp(
  browser: CookieBrowser,
  app: NativeApp,
  scope: string,
  options?: DPoPOptions,
) {
  const { url, finish } = await app.begin(scope, { prompt: "consent" });
  return finish(options, await allowOverHttp(browser, url, app));
}
