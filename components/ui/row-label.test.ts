import { expect, it } from "vitest";
import { labelWithRow } from "./row-label.ts";

const typed = new FormData();
typed.set("name", "Ann Lee");
typed.set("emergencyContact:name", "Bo Lee");
typed.set("labResults:1:name", "Sodium");
typed.set("labResults:2:name", "");
typed.set("prescriptions:1:drug", "Ibuprofen");

it.each([
  ["labResults:1:value", "Sodium, Value"],
  ["prescriptions:1:value", "Ibuprofen, Value"],
  // Without a name yet.
  ["labResults:2:value", "Value"],
  // In no row.
  ["emergencyContact:value", "Value"],
  ["value", "Value"],
])("calls the field %s %j in a summary", (name, label) => {
  expect(labelWithRow(name, "Value", typed)).toBe(label);
});
