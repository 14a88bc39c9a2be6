import { env } from "../env.ts";
import { acceptWelcome } from "./administrators.ts";
import { flashCookie } from "./flash.ts";
import { ownForm } from "./posted.ts";
import { fieldKeys, rejectedFields } from "./register-form.ts";
import { redirectTo } from "./responses.ts";
import { welcomeSchema } from "./schema.ts";

/** The post of the page that a one-time link leads to. */
export async function welcome(request: Request): Promise<Response> {
  const form = await ownForm(request, env().APP_URL);
  if (form instanceof Response) return form;
  const page = `/welcome/${encodeURIComponent((form["token"] ?? "").slice(0, 200))}`;
  const rejected = (fields: Record<string, string>) =>
    redirectTo(page, [flashCookie({ page: "welcome", code: "check", fields })]);
  const parsed = welcomeSchema.safeParse(form);
  if (!parsed.success) return rejected(fieldKeys(parsed.error.issues));
  const { token, password } = parsed.data;
  try {
    const email = await acceptWelcome(token, password, new Date());
    if (email === null) return redirectTo(page);
    return redirectTo("/sign-in", [flashCookie({ page: "sign-in", code: "welcomed", email })]);
  } catch (error) {
    return rejected(rejectedFields(error));
  }
}
