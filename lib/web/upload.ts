import type { UserActor } from "../access/actor.ts";
import { foreignPost } from "../auth/same-origin.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import type { UploadedFile } from "../attachments/commands.ts";
import { boundedQueue } from "../queue.ts";
import { requireOwner } from "./form-owner.ts";

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
 * of it is read into memory; `account_changed` for a form that another account had opened.
 */
export async function uploadedFile(
  request: Request,
  actor: UserActor,
  { field, most, tooLarge }: Limits,
): Promise<UploadedFile> {
  if (foreignPost(request.headers, env().APP_URL) !== null) throw new DomainError("forbidden");
  if (Number(request.headers.get("content-length") ?? 0) > most + WRAPPING) {
    throw refused(field, tooLarge);
  }
  const form = await request.formData().catch(() => new FormData());
  requireOwner(actor, form);
  const file = form.get(field);
  if (!(file instanceof File)) return { name: "", bytes: new Uint8Array() };
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/**
 * Returns the error that answers a failed upload. If another account opened the form, it is `account_changed`
 * and not `error`, which only says that the account that is signed in now may not do this.
 */
export async function foreignFormOr(
  error: unknown,
  request: Request,
  read: () => Promise<unknown>,
): Promise<unknown> {
  if (!(error instanceof DomainError) || !ABOUT_ACCESS.has(error.code)) return error;
  if (request.bodyUsed) return error;
  return read().then(
    () => error,
    (other: unknown) =>
      other instanceof DomainError && other.code === "account_changed" ? other : error,
  );
}

const ABOUT_ACCESS: ReadonlySet<string> = new Set(["not_found", "forbidden"]);

const refused = (path: string, message: string) =>
  new DomainError("invalid", { issues: [{ path, message }] });
