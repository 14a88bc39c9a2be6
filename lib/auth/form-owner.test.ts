import { afterEach, beforeEach, expect, it } from "vitest";
import { supply } from "../env.ts";
import { isDrawnFor, ownerStamp } from "./form-owner.ts";

const ANN = "0193a0c0-0000-7000-8000-000000000001";
const BEN = "0193a0c0-0000-7000-8000-000000000002";

const use = (...keys: [id: string, byte: number][]) => {
  const listed = keys.map(([id, byte]) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`);
  supply({ ENCRYPTION_KEYS: listed.join(",") });
};
beforeEach(() => {
  use(["test", 7]);
});
afterEach(() => {
  use(["test", 7]);
});

// Fails without matchesHash in isDrawnFor.
it("takes a form of the same user alone, however often they signed in since", () => {
  expect(isDrawnFor(ANN, ownerStamp(ANN))).toBe(true);
  expect(isDrawnFor(BEN, ownerStamp(ANN))).toBe(false);
  expect(ownerStamp(ANN)).not.toContain(ANN);
});

it.each([
  ["of a visitor", ""],
  ["without a field", undefined],
  ["with a file", new File(["x"], "x")],
  ["with the bare id", ANN],
  ["with the name of a key alone", "test:"],
  ["with another hash", `test:${"A".repeat(43)}`],
  ["with a list", ["x"]],
])("takes no form %s for a user's", (_what, stamp) => {
  expect(isDrawnFor(ANN, stamp)).toBe(false);
});

it("takes a form that was drawn before a change of keys, until the key is gone", () => {
  const stamp = ownerStamp(ANN);
  use(["next", 8], ["test", 7]);
  expect(isDrawnFor(ANN, stamp)).toBe(true);
  use(["next", 8]);
  expect(isDrawnFor(ANN, stamp)).toBe(false);
});
