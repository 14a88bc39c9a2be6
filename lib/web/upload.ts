import { foreignPost } from "../auth/same-origin.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import type { UploadedFile } from "../attachments/commands.ts";
import { boundedQueue } from "../queue.ts";

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

/** A file takes several times its size of memory until it is stored. */
const uploads = boundedQueue({ atOnce: 8, waiting: 8 });

/**
 * Runs the work of an upload, the reading of its file included, when it is its turn.
 *
 * @throws DomainError `invalid` about the field: `busy`, when too many files arrive at once.
 */
export const uploadInTurn = <T>(field: string, work: () => Promise<T>): Promise<T> =>
  uploads(work, () => refused(field, "busy"));

/**
 * Reads the file of a form on one of our own pages; without a file, the name and the content are
 * empty. Such forms post to a route of their own, because a server action takes one megabyte.
 *
 * @throws DomainError `forbidden` for another site's post, `invalid` about the field, before anything
 * of it is read into memory.
 */
export async function uploadedFile(
  request: Request,
  { field, most, tooLarge }: Limits,
): Promise<UploadedFile> {
  if (foreignPost(request.headers, env().APP_URL) !== null) throw new DomainError("forbidden");
  if (Number(request.headers.get("content-length") ?? 0) > most + WRAPPING) {
    throw refused(field, tooLarge);
  }
  const form = await request.formData().catch(() => new FormData());
  const file = form.get(field);
  if (!(file instanceof File)) return { name: "", bytes: new Uint8Array() };
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

const refused = (path: string, message: string) =>
  new DomainError("invalid", { issues: [{ path, message }] });
