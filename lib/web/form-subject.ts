import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";

/**
 * Returns what a form is about: its field `_id`.
 *
 * @throws DomainError `not_found` if it is missing or empty, so that no command takes it for "all".
 */
export function subjectOf(form: FormData): string {
  const id = subjectTextOf(form);
  if (id === "") throw new DomainError("not_found");
  return id;
}

/** The same, empty if it is missing. */
export function subjectTextOf(form: FormData): string {
  const id = form.get("_id");
  return typeof id === "string" ? id : "";
}

/**
 * Returns the two ids of an `_id` like `<patient>/<entry>`.
 *
 * @throws DomainError `not_found` unless there are exactly two.
 */
export function pairOf(id: string): [first: string, second: string] {
  const [first, second, ...more] = id.split("/");
  if (
    first === undefined ||
    second === undefined ||
    more.length > 0 ||
    ![first, second].every(isId)
  ) {
    throw new DomainError("not_found");
  }
  return [first, second];
}
