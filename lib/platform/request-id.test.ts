import { expect, it } from "vitest";
import { requestContextOf } from "./request-id.ts";

const GIVEN = "0f0e0d0c-0000-4000-8000-000000000001";
const ask = (url: string, id = "", trustedProxies = 1) =>
  requestContextOf({ method: "GET", url, headers: { "x-request-id": id } }, trustedProxies);

it("takes the id of a trusted proxy, and no other", () => {
  expect(ask("/", GIVEN).id).toBe(GIVEN);
  expect(ask("/", GIVEN.replaceAll("-", "")).id).toBe(GIVEN.replaceAll("-", ""));
  expect(ask("/", GIVEN, 0).id).toMatch(/^[\da-f-]{36}$/);
  expect(ask("/", GIVEN, 0).id).not.toBe(GIVEN);
});

it.each([
  "",
  "x",
  `${GIVEN}, ${GIVEN}`,
  `${GIVEN}\n`,
  GIVEN.toUpperCase(),
  "Canary4711",
  "a".repeat(33),
])("makes an id of its own instead of %j", (given) => {
  expect(ask("/", given).id).not.toBe(given);
  expect(ask("/", given).id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
});

it.each([
  ["/", "/"],
  ["/api/v1/doctors?q=Canary", "/api/v1/doctors"],
  ["/admin/patients/0f0e0d0c-0000-4000-8000-000000000001/access", "/admin/patients/*/access"],
  ["/oauth/interaction/aB3xYz_-9", "/oauth/interaction/*"],
  ["/patient/Mary%20has%20HIV", "/patient/*"],
  [`/${"x/".repeat(50)}`, "/x/x/x/x/x/x/x/x/x"],
])("notes the route of %s as %s", (url, route) => {
  expect(ask(url).route).toBe(route);
});

it("notes no method that HTTP does not know", () => {
  expect(requestContextOf({ method: "canary", url: "/", headers: {} }, 0).method).toBe("*");
});
