import { noteRoleRefusal } from "../access/refusals.ts";
import { addAttachment } from "../attachments/commands.ts";
import { MOST_BYTES } from "../attachments/rules.ts";
import { withCallback } from "../auth/callback-url.ts";
import { redirectTo } from "../auth/responses.ts";
import { currentActor } from "../auth/session.ts";
import { DomainError } from "../errors.ts";
import { refusedPost } from "./refused-post.ts";
import { foreignFormOr, uploadedFile, uploadInTurn } from "./upload.ts";

const FILE = { field: "file", most: MOST_BYTES, tooLarge: "file_size" };

/**
 * The post of the form that hangs a file on a record (`/doctor/records/<id>/attach`). Leads back to
 * the record, with word of what was done or why the file was refused.
 */
export async function attach(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  const record = `/doctor/records/${encodeURIComponent(id)}`;
  const actor = await currentActor();
  if (actor.kind !== "user") return redirectTo(withCallback("/sign-in", record));
  const receive = () => uploadedFile(request, actor, FILE);
  try {
    await uploadInTurn(FILE.field, () => addAttachment(actor, id, receive, new Date()));
    return redirectTo(`${record}?done=attached`);
  } catch (failure) {
    const error = await foreignFormOr(failure, request, () => uploadInTurn(FILE.field, receive));
    await noteRoleRefusal(actor, error, record);
    const [issue] = error instanceof DomainError ? (error.detail.issues ?? []) : [];
    return issue?.path === FILE.field
      ? redirectTo(`${record}?refused=${issue.message}#attachments`)
      : refusedPost(request, error, actor);
  }
}
