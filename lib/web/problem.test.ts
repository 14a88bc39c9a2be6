import { expect, it } from "vitest";
import { DomainError } from "../errors.ts";
import { problemOf } from "./problem.ts";

it.each([
  ["out_of_bounds 1 100", "From 1 to 100."],
  ["moment", "This is neither a day like 2026-11-26 nor an instant like 2026-11-26T09:00:00Z."],
  ["Unknown words", "Unknown words"],
])("puts what is wrong with a property into words (%s)", async (message, sentence) => {
  const issues = [{ path: "limit", message }];
  expect(await problemOf(new DomainError("invalid", { issues })).json()).toMatchObject({
    errors: [{ path: "limit", message: sentence }],
  });
});
