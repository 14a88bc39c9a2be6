import { anonymous } from "../access/actor.ts";
import { env } from "../env.ts";
import { listDirectoryChoices } from "../people/queries.ts";
import { draftCookies } from "./draft.ts";
import { flashCookie } from "./flash.ts";
import { addressOf, ownForm } from "./posted.ts";
import { registerDoctor } from "./register-doctor.ts";
import { fieldKeys, rejectedFields } from "./register-form.ts";
import { redirectTo } from "./responses.ts";
import { doctorApplicationSchema } from "./schema.ts";

const PAGE = "register/doctor";

/** The post of a doctor who applies. Whether the address was in use shows neither here nor later. */
export async function applyAsDoctor(request: Request): Promise<Response> {
  const form = await ownForm(request, env().APP_URL);
  if (form instanceof Response) return form;
  const back = (cookie: string) => redirectTo(`/${PAGE}`, [cookie, ...draftCookies(form)]);
  const rejected = (fields: Record<string, string>) =>
    back(flashCookie({ page: PAGE, code: "check", fields }));
  const parsed = doctorApplicationSchema.safeParse(form);
  if (!parsed.success) return rejected(fieldKeys(parsed.error.issues));
  const fields = await unknownClinic(parsed.data.clinic);
  if (fields) return rejected(fields);
  try {
    const retryAfter = await registerDoctor(parsed.data, addressOf(request), new Date());
    if (retryAfter > 0) return back(flashCookie({ page: PAGE, code: "throttled", retryAfter }));
  } catch (error) {
    return rejected(rejectedFields(error));
  }
  const flash = { page: "sign-in", code: "registered", email: parsed.data.email } as const;
  return redirectTo("/sign-in", [flashCookie(flash), ...draftCookies()]);
}

/** Asked before anything depends on the address, so that the answer cannot tell of it. */
async function unknownClinic(id: string): Promise<Record<string, string> | null> {
  const { clinics } = await listDirectoryChoices(anonymous);
  return clinics.some((clinic) => clinic.id === id) ? null : { clinic: "invalid" };
}
