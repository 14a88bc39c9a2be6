import { register } from "#lib/auth/register-form.ts";
import { unbroken } from "#lib/auth/unbroken.ts";

export const POST = unbroken("register", register);
