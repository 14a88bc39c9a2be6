import { signInWithPassword } from "#lib/auth/sign-in-form.ts";

export const POST = signInWithPassword;
