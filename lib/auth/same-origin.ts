/** What a form posts. `text/plain` and the like are how another site's form gets past a preflight. */
const FORMS = /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;

/**
 * Why a post is not to be taken for one of our own pages', or null if it is. Browsers name where a
 * post comes from (`Origin`, `Sec-Fetch-Site`); a client that names nothing is no browser, so nobody
 * can have made it send somebody else's cookies.
 */
export function foreignPost(headers: Headers, appUrl: string): "origin" | "type" | null {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return "origin";
  const origin = headers.get("origin") ?? originOf(headers.get("referer"));
  if (origin !== null && origin !== appUrl) return "origin";
  return FORMS.test(headers.get("content-type") ?? "") ? null : "type";
}

function originOf(referrer: string | null): string | null {
  if (referrer === null) return null;
  return URL.canParse(referrer) ? new URL(referrer).origin : "null";
}
