import { isOutage } from "../db-errors.ts";
import { reportFailure } from "../log.ts";
import { OUTAGE_RETRY_SECONDS } from "../outage.ts";
import { safePath, withCallback } from "./callback-url.ts";
import { flashCookie, type Flash } from "./flash.ts";
import { problem, redirectTo, wantsJson } from "./responses.ts";

type Handler<Rest extends unknown[]> = (request: Request, ...rest: Rest) => Promise<Response>;

/**
 * A route handler whose unexpected failure (the database is gone) sends the person back to `page`
 * with what was typed, and says that nothing changed. Programs get a problem. Either way the log has
 * the rest, under the code that the problem names.
 */
export function unbroken<Rest extends unknown[]>(
  page: Exclude<Flash["page"], "welcome">,
  handler: Handler<Rest>,
  /** Cookies that keep more of what was typed than a flash does. */
  keep: (typed: Partial<Record<string, string>>) => string[] = () => [],
): Handler<Rest> {
  return async (request, ...rest) => {
    const copy = request.clone();
    try {
      return await handler(request, ...rest);
    } catch (error) {
      const code = reportFailure(error);
      if (wantsJson(request)) return problemFor(error, code);
      const typed = await typedIn(copy);
      const { callbackUrl, email, name } = typed;
      const flash = {
        page,
        code: "broken",
        ...(email && { email }),
        ...(name && { name }),
      } as const;
      const cookies = [flashCookie(flash), ...keep(typed)];
      return redirectTo(withCallback(`/${page}`, safePath(callbackUrl)), cookies);
    }
  };
}

function problemFor(error: unknown, code: string): Response {
  if (!isOutage(error)) return problem(500, "internal", `Tell us this code: ${code}`);
  const title = "The database cannot be used at the moment";
  return problem(503, "unavailable", title, { "retry-after": String(OUTAGE_RETRY_SECONDS) });
}

async function typedIn(request: Request): Promise<Partial<Record<string, string>>> {
  const form = request.method === "POST" ? await request.formData().catch(() => null) : null;
  const texts = [...(form ?? [])].filter((entry): entry is [string, string] => {
    return typeof entry[1] === "string";
  });
  return Object.fromEntries(texts);
}
