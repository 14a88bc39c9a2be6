import { afterEach, beforeEach, expect, it } from "vitest";
import { supply } from "../env.ts";
import { keyedHash, matchesHash, sealParam, unsealParam } from "./keyed.ts";

const keyOf = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
const use = (...keys: string[]) => {
  supply({ ENCRYPTION_KEYS: keys.join(",") });
};
beforeEach(() => {
  use(keyOf("one", 1));
});
afterEach(() => {
  use(keyOf("test", 7));
});

it("hashes equal texts equally for one purpose, and says with which key", () => {
  const hash = keyedHash("idempotency request", "HIV test");
  expect(hash).toMatch(/^one:[\w-]{43}$/);
  expect(keyedHash("idempotency request", "HIV test")).toBe(hash);
  expect(keyedHash("lab test", "HIV test")).not.toBe(hash);
  expect(matchesHash("idempotency request", "HIV test", hash)).toBe(true);
  expect(matchesHash("idempotency request", "Headache", hash)).toBe(false);
});

it("compares under an older key, and not under one that is gone or another of its name", () => {
  const hash = keyedHash("lab test", "LDL");
  use(keyOf("two", 2), keyOf("one", 1));
  expect(matchesHash("lab test", "LDL", hash)).toBe(true);
  use(keyOf("two", 2));
  expect(matchesHash("lab test", "LDL", hash)).toBe(false);
  use(keyOf("one", 3));
  expect(matchesHash("lab test", "LDL", hash)).toBe(false);
});

it.each(["", "one", "one:", ":x", "one:short", "none:none"])("matches nothing to %j", (hash) => {
  expect(matchesHash("lab test", "", hash)).toBe(false);
});

it("seals a text for an address, bound to who may open it", () => {
  const param = sealParam("search", "Olivia Müller", "user 1");
  expect(param).toMatch(/^one\.[\w-]+$/);
  expect(sealParam("search", "Olivia Müller", "user 1")).not.toBe(param);
  expect(unsealParam("search", param, "user 1")).toBe("Olivia Müller");
  expect(unsealParam("search", param, "user 2")).toBeNull();
  expect(unsealParam("cursor", param, "user 1")).toBeNull();
  use(keyOf("two", 2), keyOf("one", 1));
  expect(unsealParam("search", param, "user 1")).toBe("Olivia Müller");
  use(keyOf("two", 2));
  expect(unsealParam("search", param, "user 1")).toBeNull();
});

it.each(["", ".", "one.", "one.AAAA", "Olivia", "none.AAAA"])("opens nothing from %j", (param) => {
  expect(unsealParam("search", param, "user 1")).toBeNull();
});
