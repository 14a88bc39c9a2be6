import { randomBytes } from "node:crypto";
import path from "node:path";
import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { env, supply } from "../env.ts";
import { requireProductionSettings, supplyProductionDefaults } from "./production.ts";

const random = () => randomBytes(32).toString("base64");
const strong = {
  DATABASE_URL: "postgresql://app:x@db.example/clinic",
  APP_URL: "https://clinic.example",
  DATA_DIR: path.join(tmpdir(), "slotwell-without-secrets"),
  AUTH_SECRET: random(),
  ENCRYPTION_KEYS: `new:${random()},old:${random()}`,
};

function check(settings: Partial<typeof strong>): void {
  supply({ ...strong, ...settings });
  requireProductionSettings();
}

it("serves with random secrets", () => expect(() => check({})).not.toThrow());

it("names a weak AUTH_SECRET and says how to make another", () => {
  expect(() => check({ AUTH_SECRET: "changeme".repeat(5) })).toThrow(
    'AUTH_SECRET contains "changeme", as examples do; make one with: openssl rand -base64 32',
  );
  expect(() => check({ AUTH_SECRET: "too short" })).toThrow(
    "AUTH_SECRET must be at least 32 random characters",
  );
});

it("names a weak key, also one that is not the current one", () => {
  const zeros = Buffer.alloc(32).toString("base64");
  expect(() => check({ ENCRYPTION_KEYS: `new:${random()},old:${zeros}` })).toThrow(
    'ENCRYPTION_KEYS has the key "old", which repeats a few bytes: put a new key first, ' +
      'run npm run keys:rotate, then remove "old"; make one with: openssl rand -base64 32',
  );
});

it("accepts http only for this machine", () => {
  expect(() => check({ APP_URL: "http://clinic.example" })).toThrow(
    "APP_URL must begin with https",
  );
  expect(() => check({ APP_URL: "http://localhost:3000" })).not.toThrow();
});

it("needs a second factor of admins, unless the clinic has decided otherwise", () => {
  for (const [given, roles] of [
    ["", ["admin"]],
    ["doctor, admin", ["doctor", "admin"]],
    ["none", []],
  ] as const) {
    supply({ REQUIRE_SECOND_FACTOR: given });
    supplyProductionDefaults();
    expect(env().REQUIRE_SECOND_FACTOR).toEqual(roles);
  }
});
