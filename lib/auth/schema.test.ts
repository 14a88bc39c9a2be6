import { expect, it } from "vitest";
import { registrationSchema } from "./schema.ts";

it.each([
  ["short", "password_short"],
  ["x".repeat(201), "too_long"],
])("refuses the password %s", (password, message) => {
  const typed = { name: "Ann", email: "ann@example.org", password };
  expect(registrationSchema.safeParse(typed).error?.issues[0]).toMatchObject({
    path: ["password"],
    message,
  });
});

it("reads an address as people type it", () => {
  const typed = { name: "  Ann ", email: " Ann@Example.ORG ", password: "correct horse battery" };
  expect(registrationSchema.parse(typed)).toEqual({
    ...typed,
    name: "Ann",
    email: "ann@example.org",
  });
});
