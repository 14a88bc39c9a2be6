import { askForPasskey } from "#lib/auth/passkeys/sign-in.ts";
import { unbroken } from "#lib/auth/unbroken.ts";

export const POST = unbroken("sign-in", askForPasskey);
