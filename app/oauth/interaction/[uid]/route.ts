import { answerInteraction } from "#lib/auth/oauth/interaction.ts";
import { unbroken } from "#lib/auth/unbroken.ts";

export const GET = unbroken("sign-in", answerInteraction);
