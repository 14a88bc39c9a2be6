import { openAttachment } from "#lib/attachments/queries.ts";
import { fileRoute } from "#lib/web/file-route.ts";

export const GET = fileRoute((actor, id) => openAttachment(actor, id));
