import { expect, it, vi } from "vitest";
import { log, reportFailure } from "./log.ts";
import { withinRequest } from "./request-context.ts";

const CANARY = "Canary4711";
const request = { id: "0f0e0d0c-0000-4000-8000-000000000001", method: "GET", route: "/doctors" };

/** An error whose stack begins with a message that it no longer has. */
const changed = (before: string, message: string) => Object.assign(new Error(before), { message });

/** What is logged about a failure. */
function logged(error: unknown): Record<string, unknown> {
  const spy = vi.spyOn(log, "error").mockImplementation(() => undefined);
  withinRequest(request, () => reportFailure(error));
  return (spy.mock.calls[0] as unknown as [Record<string, unknown>])[0];
}

it("notes the request, the class of the error and the frames of its stack, under the id of the request", () => {
  const line = logged(new TypeError("x is not a function"));
  expect(line).toMatchObject({
    code: request.id,
    method: "GET",
    route: "/doctors",
    name: "TypeError",
  });
  expect(line["stack"]).toEqual(expect.arrayContaining([expect.stringContaining("log.test.ts")]));
});

// Next.js prints what a route handler throws, and then reports it.
it("notes an error once, and returns its first code again", () => {
  const spy = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const error = new Error("x");
  expect(reportFailure(error)).toBe(reportFailure(error));
  expect(spy).toHaveBeenCalledOnce();
});

it("returns a code of its own outside a request", () => {
  vi.spyOn(log, "error").mockImplementation(() => undefined);
  expect(reportFailure(new Error("x"))).toMatch(/^[\da-f-]{36}$/);
});

// Fails when the frames are all lines that begin with "at".
it.each([
  ["in a message of several lines", new Error(`It hurts\n    at ${CANARY} (${CANARY}:1:1)`)],
  ["in a message that has changed since", changed(`${CANARY}\n    at ${CANARY} (work:1:1)`, "x")],
  ["in a cause", new Error("x", { cause: new Error(CANARY) })],
  ["in details", Object.assign(new Error("x"), { detail: CANARY, meta: { values: [CANARY] } })],
  ["instead of a code", Object.assign(new Error("x"), { code: `${CANARY} hurts` })],
  ["instead of a name", Object.assign(new Error("x"), { name: `${CANARY} hurts` })],
  ["instead of an error", `${CANARY}\n    at ${CANARY}`],
])("leaves out what a patient wrote: %s", (_where, error) => {
  expect(JSON.stringify(logged(error))).not.toContain(CANARY);
});
