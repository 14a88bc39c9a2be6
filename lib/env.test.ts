import { expect, test } from "vitest";
import { EnvError, parseEnv } from "./env.ts";

test("an empty environment is a working one", () => {
  const env = parseEnv({ PORT: "", HOST: "" });
  expect(env).toMatchObject({ PORT: 3000, HOST: "127.0.0.1", APP_URL: "http://localhost:3000" });
  expect(env.DATA_DIR).toMatch(/\/\.data$/);
});

test("the address follows the port", () => {
  expect(parseEnv({ PORT: "4000" }).APP_URL).toBe("http://localhost:4000");
  expect(parseEnv({ APP_URL: "https://slotwell.example/" }).APP_URL).toBe(
    "https://slotwell.example",
  );
});

test.each([
  ["PORT", { PORT: "80a" }],
  ["PORT", { PORT: "0" }],
  ["APP_URL", { APP_URL: "https://slotwell.example/app" }],
  ["APP_URL", { APP_URL: "slotwell.example" }],
  ["DATABASE_URL", { DATABASE_URL: "mysql://a:b@c/d" }],
  ["AUTH_SECRET", { AUTH_SECRET: "short" }],
  ["ENCRYPTION_KEYS", { ENCRYPTION_KEYS: "k1:dG9vIHNob3J0" }],
  ["ENCRYPTION_KEYS", { ENCRYPTION_KEYS: `k1:${"A".repeat(43)}=,k1:${"B".repeat(43)}=` }],
  ["SESSION_LIMITS", { SESSION_LIMITS: "admin=0m/12h" }],
  ["REQUIRE_SECOND_FACTOR", { REQUIRE_SECOND_FACTOR: "admin,nurse" }],
  ["OIDC_CLIENT_ID", { OIDC_ISSUER: "https://id.example" }],
])("a wrong setting is named in one line: %s", (name, source) => {
  expect(() => parseEnv(source)).toThrow(EnvError);
  expect(() => parseEnv(source)).toThrow(new RegExp(`^${name} [^\n]+$`));
});

test("keys for data at rest are told apart by their ids", () => {
  const [old, current] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const ENCRYPTION_KEYS = `b:${current.toString("base64")},a:${old.toString("base64")}`;
  const keys = parseEnv({ ENCRYPTION_KEYS }).ENCRYPTION_KEYS;
  expect(keys?.map(({ id, key }) => [id, key.export()])).toEqual([
    ["b", current],
    ["a", old],
  ]);
});
