import { signOut } from "#lib/auth/sign-out.ts";
import { unbroken } from "#lib/auth/unbroken.ts";

export const POST = unbroken("sign-in", signOut);
