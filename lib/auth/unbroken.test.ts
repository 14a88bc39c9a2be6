import { expect, it } from "vitest";
import { supply } from "../env.ts";
import { cookieName, parseCookies } from "./cookies.ts";
import { flashFor } from "./flash.ts";
import { unbroken } from "./unbroken.ts";

supply({
  APP_URL: "http://localhost:3000",
  AUTH_SECRET: "a secret that only tests know, never used",
});

const broken = unbroken("sign-in", async (request: Request) => {
  await request.formData();
  const refused = new Error("connect ECONNREFUSED 10.0.0.1:5432 as clinic_app");
  throw Object.assign(refused, { code: "ECONNREFUSED" });
});
const post = (headers: Record<string, string> = {}) =>
  broken(
    new Request("http://localhost:3000/sign-in/password", {
      method: "POST",
      headers,
      body: new URLSearchParams({
        email: "pat@example.org",
        password: "hunter2 hunter2",
        callbackUrl: "/patient/book?x=1",
      }),
    }),
  );

it("sends a person back with what they typed, and never the password", async () => {
  const answer = await post();
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe("/sign-in?callbackUrl=%2Fpatient%2Fbook%3Fx%3D1");
  const cookie = answer.headers.get("set-cookie") ?? "";
  const value = parseCookies(cookie.split(";")[0] ?? "")[cookieName("flash")] ?? "";
  const flash = flashFor("sign-in", { [cookieName("flash")]: value });
  expect(flash).toEqual({ page: "sign-in", code: "broken", email: "pat@example.org" });
});

it("answers a program with a code, and with nothing about the failure", async () => {
  const failing = unbroken("sign-in", () => Promise.reject(new Error("as clinic_app")));
  const headers = { accept: "application/json" };
  const answer = await failing(new Request("http://localhost:3000/sign-in/password", { headers }));
  expect(answer.status).toBe(500);
  expect(await answer.text()).toMatch(/Tell us this code: [0-9a-f-]{36}"/);
});

it("answers a program with 503 and Retry-After during an outage of the database", async () => {
  const answer = await post({ accept: "application/json" });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await answer.text()).not.toContain("10.0.0.1");
});

it("keeps more of what was typed where a page asks it to", async () => {
  const kept = unbroken(
    "register/doctor",
    () => Promise.reject(new Error("gone")),
    ({ biography }) => [`kept=${biography}`],
  );
  const body = new URLSearchParams({ biography: "Hearts" });
  const answer = await kept(
    new Request("http://localhost:3000/register/doctor/submit", { method: "POST", body }),
  );
  expect(answer.headers.get("location")).toBe("/register/doctor");
  expect(answer.headers.getSetCookie()).toContain("kept=Hearts");
});
