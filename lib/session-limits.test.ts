import { expect, it } from "vitest";
import { DEFAULT_SESSION_LIMITS, parseSessionLimits } from "./session-limits.ts";

const MINUTE = 60_000;

it("has limits for every role", () => {
  expect(DEFAULT_SESSION_LIMITS).toEqual({
    admin: { idleMs: 30 * MINUTE, absoluteMs: 720 * MINUTE },
    doctor: { idleMs: 60 * MINUTE, absoluteMs: 720 * MINUTE },
    patient: { idleMs: 480 * MINUTE, absoluteMs: 7 * 1440 * MINUTE },
  });
});

it("takes limits for some roles and leaves the others alone", () => {
  expect(parseSessionLimits("admin=10m/8h, patient=1d/14d")).toEqual({
    ...DEFAULT_SESSION_LIMITS,
    admin: { idleMs: 10 * MINUTE, absoluteMs: 480 * MINUTE },
    patient: { idleMs: 1440 * MINUTE, absoluteMs: 14 * 1440 * MINUTE },
  });
});

it.each([
  ["no role", "30m/12h"],
  ["an unknown role", "nurse=30m/12h"],
  ["what every object has", "constructor=30m/12h"],
  ["a role twice", "admin=30m/12h,admin=1h/12h"],
  ["no unit", "admin=30/12h"],
  ["one time alone", "admin=30m"],
  ["an idle time longer than the whole", "admin=13h/12h"],
  ["less than five minutes", "admin=4m/12h"],
  ["more than thirty days", "admin=30m/31d"],
  ["a fraction", "admin=0.5h/12h"],
  ["nothing at the end", "admin=30m/12h,"],
])("refuses %s", (_what, text) => {
  expect(parseSessionLimits(text)).toBeNull();
});
