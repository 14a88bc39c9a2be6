import type { Actor } from "../access/actor.ts";
import { ACCOUNT_CHANGED } from "../auth/form-owner.ts";
import { redirectTo, wantsJson } from "../auth/responses.ts";
import { DomainError } from "../errors.ts";
import { reportRefusalOf } from "../refusal-log.ts";
import { problemOf } from "./problem.ts";

/**
 * Answers the post of a form to a route handler for an error, as `problemOf` does. A browser whose form
 * another account had opened is led to the page that says so.
 */
export function refusedPost(request: Request, error: unknown, actor: Actor): Response {
  const isForeign = error instanceof DomainError && error.code === "account_changed";
  if (!isForeign || wantsJson(request)) return problemOf(error, actor);
  reportRefusalOf(error, actor);
  return redirectTo(ACCOUNT_CHANGED);
}
