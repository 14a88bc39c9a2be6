import { expect, it } from "vitest";
import { pairOf, subjectOf } from "./form-subject.ts";

const ONE = "01a1f930-61e0-725a-9ea9-292956ef5fc7";
const OTHER = "01a1f930-61e0-725a-9ea9-292956ef5fc8";
const notFound = expect.objectContaining({ code: "not_found" }) as Error;

function formWith(id?: string | File): FormData {
  const form = new FormData();
  if (id !== undefined) form.set("_id", id);
  return form;
}

it("reads what a form is about", () => {
  expect(subjectOf(formWith("slotwell-demo-native"))).toBe("slotwell-demo-native");
});

it("finds nothing for a form without an id", () => {
  for (const form of [formWith(), formWith(""), formWith(new File([], "x"))]) {
    expect(() => subjectOf(form)).toThrow(notFound);
  }
});

it("reads a pair of ids", () => expect(pairOf(`${ONE}/${OTHER}`)).toEqual([ONE, OTHER]));

it.each(["", ONE, "/", `${ONE}/`, `/${ONE}`, `${ONE}/${OTHER}/${ONE}`, `${ONE}/x`, `x/${ONE}`])(
  "finds no pair in %j",
  (id) => expect(() => pairOf(id)).toThrow(notFound),
);
