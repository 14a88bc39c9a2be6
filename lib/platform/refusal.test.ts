import { expect, it } from "vitest";
import { refusalOf } from "./refusal.ts";

const HOME = "https://clinic.example";
const ask = (method: string, url: string, headers: Record<string, string> = {}) =>
  refusalOf({ method, url, headers }, HOME)?.status ?? 200;

it("lets through what our own pages, links and programs send", () => {
  expect(ask("GET", "/doctors?q=%zz")).toBe(200);
  expect(ask("GET", "/", { "sec-fetch-site": "cross-site" })).toBe(200);
  expect(ask("POST", "/patient/book", { origin: HOME, "sec-fetch-site": "same-origin" })).toBe(200);
  expect(ask("POST", "/oauth/token", { origin: "https://app.example" })).toBe(200);
  expect(ask("POST", "/sign-out")).toBe(200);
});

it.each([
  { origin: "null" },
  { origin: "https://evil.example" },
  { origin: "http://clinic.example" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
])("refuses a change that another site asks for: %j", (headers) => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    expect(ask(method, "/patient/book", headers)).toBe(403);
  }
});

it("refuses addresses that cannot be read and methods that nobody has", () => {
  expect(ask("GET", "/doctors/%")).toBe(400);
  expect(ask("GET", "/doctors/%00")).toBe(400);
  expect(ask("OPTIONS", "*")).toBe(400);
  expect(ask("GET", `/doctors?${"a&".repeat(199)}`)).toBe(200);
  expect(ask("GET", `/doctors?${"a&".repeat(200)}`)).toBe(400);
  expect(ask("TRACE", "/")).toBe(405);
});
