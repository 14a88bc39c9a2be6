import { afterEach, expect, it, vi } from "vitest";
import { findSigned, forgetSigned, rememberSigned } from "./signed-actors.ts";

const MINUTE = 60_000;
const user = { userId: "ann" };

afterEach(forgetSigned);

it("keeps a signature for its user and client, and until before it expires", () => {
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  rememberSigned(user, "signed");
  clock.mockReturnValue(4 * MINUTE - 1);
  expect(findSigned(user)).toBe("signed");
  expect(findSigned({ userId: "bob" })).toBeUndefined();
  expect(findSigned({ ...user, clientId: "a program" })).toBeUndefined();
  clock.mockReturnValue(4 * MINUTE);
  expect(findSigned(user)).toBeUndefined();
});

it("keeps at most 10,000, the latest ones", () => {
  rememberSigned(user, "first");
  for (let n = 1; n < 10_000; n++) rememberSigned({ userId: `user ${n}` }, "signed");
  expect(findSigned(user)).toBe("first");
  rememberSigned(user, "renewed");
  rememberSigned({ userId: "one more" }, "signed");
  expect(findSigned(user)).toBe("renewed");
  expect(findSigned({ userId: "user 1" })).toBeUndefined();
});
