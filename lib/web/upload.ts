import { foreignPost } from "../auth/same-origin.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";

/** What a form adds to the file it carries. */
const WRAPPING = 64 * 1024;

interface Limits {
  /** The name of the field. */
  field: string;
  /** In bytes. */
  most: number;
  /** What is said about a larger file. */
  tooLarge: string;
}

/**
 * The file of a form on one of our own pages. Such forms post to a route of their own, because a
 * server action takes one megabyte.
 *
 * @returns null where no file was chosen.
 * @throws DomainError `forbidden` for another site's post, `invalid` about the field, before anything
 * of it is read into memory.
 */
export async function uploadedFile(
  request: Request,
  { field, most, tooLarge }: Limits,
): Promise<{ name: string; bytes: Uint8Array } | null> {
  if (foreignPost(request.headers, env().APP_URL) !== null) throw new DomainError("forbidden");
  if (Number(request.headers.get("content-length") ?? 0) > most + WRAPPING) {
    throw new DomainError("invalid", { issues: [{ path: field, message: tooLarge }] });
  }
  const form = await request.formData().catch(() => new FormData());
  const file = form.get(field);
  if (!(file instanceof File)) return null;
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}
