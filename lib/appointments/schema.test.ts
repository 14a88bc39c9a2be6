import { expect, it } from "vitest";
import { outcomesFormSchema } from "./schema.ts";

const id = (last: number) => `01987654-3210-7000-8000-${String(last).padStart(12, "0")}`;
const ticked = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`visits:${id(index)}`, "2"]));

it("reads the visits that are ticked, each with the version that was seen", () => {
  const form = { outcome: "noShow", [`visits:${id(1)}`]: "2", [`visits:${id(2)}`]: "17" };
  expect(outcomesFormSchema.parse(form)).toEqual({
    outcome: "noShow",
    visits: { [id(1)]: 2, [id(2)]: 17 },
  });
});

it.each([
  ["none is ticked", { outcome: "complete" }, "visits", "choose_some"],
  ["more than 100 are", { outcome: "complete", ...ticked(101) }, "visits", "too_many"],
  ["no button was pressed", ticked(1), "outcome", undefined],
  ["the button is unknown", { outcome: "cancel", ...ticked(1) }, "outcome", undefined],
  [
    "a version is no number above 0",
    { outcome: "complete", [`visits:${id(1)}`]: "0" },
    "visits",
    "out_of_bounds 1 999999999",
  ],
  ["a version is no number", { outcome: "complete", [`visits:${id(1)}`]: "x" }, "visits", "number"],
  ["an id is no UUID", { outcome: "complete", "visits:x": "2" }, "visits", undefined],
  ["visits is a word", { outcome: "complete", visits: "all" }, "visits", undefined],
  ["there is another field", { outcome: "complete", ...ticked(1), status: "x" }, "", undefined],
])("refuses a form in which %s", (_what, form, path, message) => {
  const [issue] = outcomesFormSchema.safeParse(form).error?.issues ?? [];
  expect(issue?.path[0] ?? "").toBe(path);
  if (message) expect(issue?.message).toBe(message);
});

it("takes 100 at once", () => {
  const form = { outcome: "complete", ...ticked(100) };
  expect(Object.keys(outcomesFormSchema.parse(form).visits)).toHaveLength(100);
});
