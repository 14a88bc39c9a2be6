import { answerConsent } from "#lib/auth/oauth/consent.ts";
import { unbroken } from "#lib/auth/unbroken.ts";

export const POST = unbroken("sign-in", answerConsent);
