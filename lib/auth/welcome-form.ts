import { env } from "../env.ts";
import { acceptWelcome } from "./administrators.ts";
import { flashCookie } from "./flash.ts";
import { postedForm } from "./posted.ts";
import { fieldKeys } from "./register-form.ts";
import { redirectTo } from "./responses.ts";
import { welcomeSchema } from "./schema.ts";

/** The post of the page that a one-time link leads to. */
export async function welcome(request: Request): Promise<Response> {
  const form = await postedForm(request, env().APP_URL);
  if (form instanceof Response) return form;
  const page = `/welcome/${encodeURIComponent((form["token"] ?? "").slice(0, 200))}`;
  const parsed = welcomeSchema.safeParse(form);
  if (!parsed.success) {
    const fields = fieldKeys(parsed.error.issues);
    return redirectTo(page, [flashCookie({ page: "welcome", code: "check", fields })]);
  }
  const email = await acceptWelcome(parsed.data.token, parsed.data.password, new Date());
  if (email === null) return redirectTo(page);
  return redirectTo("/sign-in", [flashCookie({ page: "sign-in", code: "welcomed", email })]);
}
