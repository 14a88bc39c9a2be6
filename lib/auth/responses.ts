/** See other. `location` is a path of this site, or an address of an outside provider. */
export function redirectTo(location: string, cookies: string[] = []): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
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
