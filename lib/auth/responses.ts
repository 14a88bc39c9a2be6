/** See other. `location` is a path of this site, or an address of an outside provider. */
export function redirectTo(location: string, cookies: string[] = []): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/**
 * The same by a page that leads on. Where the answer to a form is a redirect, browsers hold every address
 * that follows against the form's `form-action`; a program that somebody signs in to is none of ours.
 */
export function sendOn(location: string, cookies: string[] = []): Response {
  const headers = new Headers({ refresh: `0; url=${location}`, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 200, headers });
}

/** RFC 9457. */
export function problem(
  status: number,
  code: string,
  title: string,
  more: Record<string, string> = {},
): Response {
  const body = { type: "about:blank", title, status, code };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...more },
  });
}

export const wantsJson = (request: Request): boolean =>
  (request.headers.get("accept") ?? "").includes("application/json");
