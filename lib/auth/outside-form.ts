import { env } from "../env.ts";
import { safePath } from "./callback-url.ts";
import { flashCookie } from "./flash.ts";
import { startFlow } from "./flow.ts";
import { postedForm } from "./posted.ts";
import { outsideProviders } from "./providers.ts";
import { problem, redirectTo } from "./responses.ts";

/**
 * The post of the button of an outside provider. Answered with a page that goes on by itself rather
 * than with a redirect: `form-action 'self'` holds for redirects too, and nobody can list the hosts
 * that a provider sends people through.
 */
export async function signInOutside(request: Request, provider: string): Promise<Response> {
  const form = await postedForm(request, env().APP_URL);
  if (form instanceof Response) return form;
  const known = outsideProviders().find(({ id }) => id === provider);
  if (!known) return problem(404, "not_found", "No such provider");
  const flow = await startFlow(request, provider, safePath(form["callbackUrl"]) ?? "/sign-in");
  if (!flow) return redirectTo("/sign-in", [flashCookie({ page: "sign-in", code: "failed" })]);
  const headers = new Headers({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    refresh: `0; url=${flow.location}`,
  });
  for (const cookie of flow.cookies) headers.append("set-cookie", cookie);
  const link = `<a href="${escaped(flow.location)}">${escaped(known.name)}</a>`;
  const head = `<meta name="color-scheme" content="light dark"><title>${escaped(known.name)}</title>`;
  return new Response(`<!doctype html><html lang="en">${head}<p>${link}</p></html>`, { headers });
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
