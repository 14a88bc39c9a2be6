import { finishFlow } from "#lib/auth/flow.ts";
import { problem } from "#lib/auth/responses.ts";

/**
 * Where a provider sends a browser back to. Nothing else of NextAuth is reachable: signing in and
 * out have forms of their own, and nobody updates a session from outside.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ nextauth: string[] }> },
) {
  const [action, provider, ...rest] = (await params).nextauth;
  if (action === "callback" && provider && rest.length === 0) return finishFlow(request, provider);
  return problem(404, "not_found", "Not found");
}
