import { register } from "#lib/auth/register-form.ts";

export const POST = register;
