import { signInWithCode } from "#lib/auth/second-factor/step-form.ts";
import { unbroken } from "#lib/auth/unbroken.ts";

export const POST = unbroken("sign-in/second-step", signInWithCode);
