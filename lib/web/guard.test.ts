import { expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { admitted } from "./guard.ts";

const admin: UserActor = {
  ...{
    kind: "user",
    userId: "1",
    role: "admin",
    name: "Ada",
    preferredName: null,
    pronouns: null,
    email: null,
  },
  ...{ patientId: null, doctorId: null, scopes: null },
};

it("leads the session of a user who needs a second factor to the page that sets it up", () => {
  expect(admitted({ actor: admin, isHeld: false })).toBe(admin);
  expect(() => admitted({ actor: admin, isHeld: true })).toThrow(
    expect.objectContaining({ digest: expect.stringContaining(";/account/security;") as string }),
  );
});
