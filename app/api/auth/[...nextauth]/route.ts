import { finishFlow } from "#lib/auth/flow.ts";
import { problem } from "#lib/auth/responses.ts";
import { unbroken } from "#lib/auth/unbroken.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

/**
 * Where a provider sends a browser back to. Nothing else of NextAuth is reachable: signing in and
 * out have forms of their own, and nobody updates a session from outside.
 */
export const GET = unbroken("sign-in", async (request: Request, { params }: Context) => {
  const [action, provider, ...rest] = (await params).nextauth;
  if (action === "callback" && provider && rest.length === 0) return finishFlow(request, provider);
  return problem(404, "not_found", "Not found");
});
