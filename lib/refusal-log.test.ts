import { beforeEach, expect, it, vi } from "vitest";
import { authorize } from "./access/policy.ts";
import { DomainError } from "./errors.ts";
import { log } from "./log.ts";
import { reportRefusal, reportRefusalOf } from "./refusal-log.ts";
import { withinRequest } from "./request-context.ts";
import type { UserActor } from "./access/actor.ts";

const patient: UserActor = {
  kind: "user",
  userId: "0f0e0d0c-0000-7000-8000-000000000001",
  role: "patient",
  name: "Pat Test",
  preferredName: null,
  pronouns: null,
  email: "pat@example.org",
  patientId: "0f0e0d0c-0000-7000-8000-000000000002",
  doctorId: null,
  scopes: null,
};
const request = { id: "0f0e0d0c-0000-4000-8000-000000000003", method: "GET", route: "/admin/*" };

let lines: unknown[];
beforeEach(() => {
  lines = [];
  vi.spyOn(log, "warn").mockImplementation((line: unknown) => void lines.push(line));
});

/** The error that `work` throws. */
function thrown(work: () => void): DomainError {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  return expect.fail("It did not throw");
}

it("notes who asked for what, where, and why it was refused, but no name and no address", () => {
  const refusal = thrown(() => authorize(patient, "audit.read"));
  withinRequest(request, () => reportRefusalOf(refusal));
  const { userId: user } = patient;
  const { id: code, method, route } = request;
  const line = { code, method, route, refused: "forbidden", action: "audit.read", user };
  expect(lines).toMatchObject([line]);
  expect(JSON.stringify(lines)).not.toMatch(/Pat|example/);
});

it("notes no error that is neither a failed authentication nor a failed authorization", () => {
  reportRefusalOf(new DomainError("not_found"), patient);
  reportRefusalOf(new DomainError("slot_taken"), patient);
  expect(lines).toEqual([]);
});

it("cuts off a flood of one user, and still notes another", () => {
  const now = new Date("2026-03-02T10:00:00Z");
  const refusal = { refused: "account.sign-in-failed", why: "password" };
  for (let tried = 0; tried < 1000; tried++) reportRefusal({ ...refusal, user: "a" }, now);
  expect(lines).toHaveLength(20);
  reportRefusal({ ...refusal, user: "b" }, now);
  expect(lines.at(-1)).toMatchObject({ user: "b", leftOut: 980 });
});
