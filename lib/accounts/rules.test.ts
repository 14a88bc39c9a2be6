import { expect, it } from "vitest";
import { mustSettleFirst, permitsFor, sameName, stateOf } from "./rules.ts";

const at = new Date("2025-01-06T12:00:00Z");

it("knows closed from disabled", () => {
  expect(stateOf({ disabledAt: null, closedAt: null })).toBe("active");
  expect(stateOf({ disabledAt: at, closedAt: null })).toBe("disabled");
  expect(stateOf({ disabledAt: at, closedAt: at })).toBe("closed");
});

it("permits nothing to oneself and nothing to what is closed", () => {
  const nothing = { correct: false, disable: false, enable: false };
  const none = { ...nothing, endSessions: false, close: false };
  expect(permitsFor("active", true)).toEqual(none);
  expect(permitsFor("closed", false)).toEqual(none);
  const some = { correct: true, endSessions: true, close: true };
  expect(permitsFor("active", false)).toEqual({ ...some, disable: true, enable: false });
  expect(permitsFor("disabled", false)).toEqual({ ...some, disable: false, enable: true });
});

it("lets a doctor go only when nobody waits for them", () => {
  expect(mustSettleFirst("doctor", 1)).toBe(true);
  expect(mustSettleFirst("doctor", 0)).toBe(false);
  expect(mustSettleFirst("patient", 3)).toBe(false);
});

it("takes a name however it is written, and no other", () => {
  expect(sameName("  zoë  KRÜGER ", "Zoë Krüger")).toBe(true);
  expect(sameName("Zoe\u0308 Kru\u0308ger", "Zoë Krüger")).toBe(true);
  expect(sameName("Zoë", "Zoë Krüger")).toBe(false);
});
