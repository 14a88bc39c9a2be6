import { unbroken } from "#lib/auth/unbroken.ts";
import { welcome } from "#lib/auth/welcome-form.ts";

export const POST = unbroken("sign-in", welcome);
