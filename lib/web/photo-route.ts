import { redirectTo } from "../auth/responses.ts";
import { currentActor } from "../auth/session.ts";
import { DomainError } from "../errors.ts";
import { reportFailure } from "../log.ts";
import { putPhoto } from "../people/photo-upload.ts";
import { getPhoto } from "../people/photos.ts";
import { MOST_PHOTO_BYTES } from "../people/rules.ts";
import { problemOf } from "./problem.ts";
import { refusedPost } from "./refused-post.ts";
import { profilePage } from "./profile-page.ts";
import { foreignFormOr, uploadedFile, uploadInTurn } from "./upload.ts";

const PHOTO = { field: "photo", most: MOST_PHOTO_BYTES, tooLarge: "photo_size" };

/**
 * A doctor's photo. Its address names its version, so it may be kept for long where it is open to all;
 * an address that names another version is asked again each time.
 */
export async function servePhoto(request: Request, doctorId: string): Promise<Response> {
  try {
    const { content, at, open } = await getPhoto(await currentActor(), doctorId);
    const current = new URL(request.url).searchParams.get("v") === String(at.getTime());
    const kept = current ? "public, max-age=604800, immutable" : "public, no-cache";
    return new Response(content, {
      headers: {
        "content-type": "image/webp",
        "cache-control": open ? kept : "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    return problemOf(error);
  }
}

/**
 * Takes the post of the form on a profile page, and leads back there: a plain route, because a server
 * action's body may be but one megabyte. What was wrong with the file is told by `?photo=`.
 */
export async function receivePhoto(request: Request, doctorId: string): Promise<Response> {
  const actor = await currentActor();
  if (actor.kind !== "user") return redirectTo("/sign-in");
  const page = profilePage(actor, doctorId);
  const receive = async () => (await uploadedFile(request, actor, PHOTO)).bytes;
  try {
    await uploadInTurn(PHOTO.field, () => putPhoto(actor, doctorId, receive, new Date()));
    return redirectTo(`${page}?done=photo`);
  } catch (failure) {
    const error = await foreignFormOr(failure, request, () => uploadInTurn(PHOTO.field, receive));
    const [issue] = error instanceof DomainError ? (error.detail.issues ?? []) : [];
    if (issue) return redirectTo(`${page}?photo=${issue.message}`);
    if (error instanceof DomainError) return refusedPost(request, error, actor);
    reportFailure(error);
    return redirectTo(`${page}?photo=photo_failed`);
  }
}
