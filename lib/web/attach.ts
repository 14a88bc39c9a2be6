import { addAttachment } from "../attachments/commands.ts";
import { MOST_BYTES } from "../attachments/rules.ts";
import { foreignPost } from "../auth/same-origin.ts";
import { currentActor } from "../auth/session.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import { reportFailure } from "../log.ts";
import { problem } from "./problem.ts";

/** What a form adds around a file. */
const AROUND = 64 * 1024;

/**
 * The post of the form that hangs a file on a record (`/doctor/records/<id>/attach`). Leads back to
 * the record, with word of what was done or why the file was refused.
 */
export async function attach(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  const back = (query: string) =>
    new Response(null, { status: 303, headers: { location: `/doctor/records/${id}?${query}` } });
  try {
    if (foreignPost(request.headers, env().APP_URL) !== null) throw new DomainError("forbidden");
    const actor = await currentActor();
    if (actor.kind !== "user") {
      const path = encodeURIComponent(`/doctor/records/${id}`);
      return new Response(null, {
        status: 303,
        headers: { location: `/sign-in?callbackUrl=${path}` },
      });
    }
    // Before anything of it is read into memory.
    if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES + AROUND) {
      return back("refused=file_size#attachments");
    }
    const file = (await request.formData().catch(() => null))?.get("file");
    if (!(file instanceof File)) return back("refused=required#attachments");
    const bytes = new Uint8Array(await file.arrayBuffer());
    await addAttachment(actor, id, { name: file.name, bytes }, new Date());
    return back("done=attached");
  } catch (error) {
    if (!(error instanceof DomainError)) {
      return problem(new DomainError("internal"), reportFailure(error));
    }
    const [issue] = error.detail.issues ?? [];
    if (issue?.path === "file") return back(`refused=${issue.message}#attachments`);
    return problem(error);
  }
}
