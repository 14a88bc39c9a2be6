import { expect, it } from "vitest";
import { newPassword, registrationSchema } from "./schema.ts";

it.each([
  "short",
  "1234567890",
  "9876543210",
  "abcdefghij",
  "aaaaaaaaaaaa",
  "password123",
  "Qwertyuiop",
  "slotwell-1",
  "x".repeat(201),
])("refuses the password %s", (password) =>
  expect(newPassword.safeParse(password).success).toBe(false),
);

it.each([
  "correct horse battery",
  "slotwell-demo-4 ponies",
  "Пароль для врача",
  "qwertyzebra-walk",
])("takes the password %s", (password) =>
  expect(newPassword.safeParse(password).success).toBe(true),
);

it("reads an address as people type it", () => {
  const typed = { name: "  Ann ", email: " Ann@Example.ORG ", password: "correct horse battery" };
  expect(registrationSchema.parse(typed)).toEqual({
    ...typed,
    name: "Ann",
    email: "ann@example.org",
  });
});

it("refuses the person's own name or address as a password", () => {
  const person = { name: "Annabella Lee", email: "annabella.lee@example.org" };
  for (const password of ["annabella lee", "annabella.lee", "annabella.lee@example.org"]) {
    expect(registrationSchema.safeParse({ ...person, password }).success).toBe(false);
  }
});
