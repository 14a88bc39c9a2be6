import { signInWithPassword } from "#lib/auth/sign-in-form.ts";
import { unbroken } from "#lib/auth/unbroken.ts";

export const POST = unbroken("sign-in", signInWithPassword);
