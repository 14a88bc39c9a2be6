import { attach } from "#lib/web/attach.ts";

export const POST = attach;
