import { readiness } from "#lib/platform/health.ts";

export const dynamic = "force-dynamic";

/** Answers 200 when requests can be served: send none while it does not. */
export async function GET(): Promise<Response> {
  const checks = await readiness();
  const ready = checks.database && checks.migrations;
  return Response.json(
    { status: ready ? "ok" : "unavailable", checks },
    { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
