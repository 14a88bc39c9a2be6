import { expect, it } from "vitest";
import { supply } from "../env.ts";
import { cookieName, parseCookies } from "./cookies.ts";
import { flashFor } from "./flash.ts";
import { unbroken } from "./unbroken.ts";

supply({
  APP_URL: "http://localhost:3000",
  AUTH_SECRET: "only tests know this, and nobody else does",
});

const broken = unbroken("sign-in", async (request: Request) => {
  await request.formData();
  throw new Error("connect ECONNREFUSED 10.0.0.1:5432 as clinic_app");
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

it("tells a program a code, and nothing of the inside", async () => {
  const answer = await post({ accept: "application/json" });
  expect(answer.status).toBe(500);
  expect(await answer.text()).toMatch(/Tell us this code: [0-9a-f-]{36}"/);
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
