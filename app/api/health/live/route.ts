export const dynamic = "force-dynamic";

/** Answers whenever the process can: restart it if it does not. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
