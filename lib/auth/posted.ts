import { storable } from "../web/form-state.ts";
import { problem } from "./responses.ts";
import { foreignPost } from "./same-origin.ts";

/** More than any form of this part of the site can need. */
const MOST_BYTES = 64 * 1024;

/** The fields of a post by one of our own pages, or the refusal of any other post. */
export async function postedForm(
  request: Request,
  appUrl: string,
): Promise<Record<string, string> | Response> {
  const foreign = foreignPost(request.headers, appUrl);
  if (foreign === "origin") return problem(403, "forbidden", "Sent by another site");
  if (foreign === "type") return problem(415, "unsupported_media_type", "Not a form");
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES) {
    return problem(413, "too_large", "Too large for this form");
  }
  try {
    const fields = [...(await request.formData())];
    return Object.fromEntries(
      fields.flatMap(([name, value]) =>
        typeof value === "string" ? [[name, storable(value)] as const] : [],
      ),
    );
  } catch {
    return problem(400, "malformed", "Not a form");
  }
}

/** The client's network address, as our own server has established it. */
export const addressOf = (request: Request): string =>
  request.headers.get("x-slotwell-address") ?? "unknown";
