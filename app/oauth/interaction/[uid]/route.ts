import { answerInteraction } from "#lib/auth/oauth/interaction.ts";

export const GET = answerInteraction;
