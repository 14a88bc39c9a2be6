import { DomainError } from "#lib/errors.ts";
import { problemOf } from "#lib/web/problem.ts";

/** What is no resource of the API, whatever is done to it. */
const nothing = (): Response => problemOf(new DomainError("not_found"));

export {
  nothing as DELETE,
  nothing as GET,
  nothing as HEAD,
  nothing as OPTIONS,
  nothing as PATCH,
  nothing as POST,
  nothing as PUT,
};
