import { expect, it } from "vitest";
import { registrationSchema, signInSchema } from "./schema.ts";

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

it.each([
  ["Jo\u0308rg@Bücher.example", "jörg@xn--bcher-kva.example"],
  ["ИВАН@example.org", "иван@example.org"],
])("reads %s in the same way where people register and sign in", (typed, email) => {
  const password = "correct horse battery";
  expect(registrationSchema.parse({ name: "Ann", email: typed, password }).email).toBe(email);
  expect(signInSchema.parse({ email: typed, password }).email).toBe(email);
});

it.each([
  ["p\u0430ypal@example.org", "email_scripts"],
  ["an\u200bn@example.org", "email"],
  [`${"a".repeat(60)}@${"b.".repeat(100)}org`, "too_long"],
])("refuses the address %s", (email, message) => {
  const typed = { name: "Ann", email, password: "correct horse battery" };
  const issues = registrationSchema.safeParse(typed).error?.issues;
  expect(issues).toMatchObject([{ path: ["email"], message }]);
});
