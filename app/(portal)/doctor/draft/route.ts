import { receiveDraft } from "#lib/web/draft.ts";

export const POST = receiveDraft;
