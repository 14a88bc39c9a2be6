import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import { safePath, withCallback } from "./callback-url.ts";
import { flashCookie } from "./flash.ts";
import { addressOf, ownForm } from "./posted.ts";
import { registerPatient } from "./register.ts";
import { redirectTo } from "./responses.ts";
import { registrationSchema } from "./schema.ts";

/** The registration form's post. Whether the address was in use shows neither here nor later. */
export async function register(request: Request): Promise<Response> {
  const form = await ownForm(request, env().APP_URL);
  if (form instanceof Response) return form;
  const callbackUrl = safePath(form["callbackUrl"]);
  const { name = "", email = "" } = form;
  const again = { page: "register", name, email } as const;
  const back = (cookie: string) => redirectTo(withCallback("/register", callbackUrl), [cookie]);
  const rejected = (fields: Record<string, string>) =>
    back(flashCookie({ ...again, code: "check", fields }));
  const parsed = registrationSchema.safeParse(form);
  if (!parsed.success) return rejected(fieldKeys(parsed.error.issues));
  try {
    const retryAfter = await registerPatient(parsed.data, addressOf(request), new Date());
    if (retryAfter > 0) return back(flashCookie({ ...again, code: "throttled", retryAfter }));
  } catch (error) {
    return rejected(rejectedFields(error));
  }
  const flash = { page: "sign-in", code: "registered", email: parsed.data.email } as const;
  return redirectTo(withCallback("/sign-in", callbackUrl), [flashCookie(flash)]);
}

/** Returns the fields that a command rejected, as `fieldKeys` does. Throws every other error again. */
export function rejectedFields(error: unknown): Record<string, string> {
  if (!(error instanceof DomainError) || !error.detail.issues) throw error;
  return Object.fromEntries(error.detail.issues.map(({ path, message }) => [path, message]));
}

/** Of each field the first complaint. */
export function fieldKeys(
  issues: readonly { path: readonly PropertyKey[]; message: string; code?: string }[],
): Record<string, string> {
  const entries = issues.map(({ path, message, code }) => [
    String(path[0]),
    code === "invalid_type" ? "required" : message,
  ]);
  return Object.fromEntries(entries.toReversed()) as Record<string, string>;
}
