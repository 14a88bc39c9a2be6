import { expect, it } from "vitest";
import { parseCookies } from "./cookies.ts";
import { draftCookies, draftOf } from "./draft.ts";

const jar = (cookies: string[]) =>
  parseCookies(cookies.map((cookie) => cookie.split(";")[0]).join("; "));
const typed = {
  name: "Dr. Äöü",
  biography: "心".repeat(1000) + Array.from({ length: 1000 }, (_, i) => (i * i) % 97).join(""),
  licenseNumber: "A 1",
};

it("keeps what was typed, however long, in cookies that browsers take", () => {
  const cookies = draftCookies({ ...typed, biography: typed.biography.slice(0, 2000) });
  for (const cookie of cookies) expect(cookie.length).toBeLessThan(4096);
  expect(draftOf(jar(cookies))).toEqual({
    ...typed,
    biography: typed.biography.slice(0, 2000),
  });
});

it("keeps even a text without any pattern", () => {
  let seed = 1;
  const next = () => (seed = (seed * 48_271) % 2_147_483_647);
  const biography = Array.from({ length: 2000 }, () =>
    String.fromCharCode(0x4e00 + (next() % 20_000)),
  ).join("");
  expect(draftOf(jar(draftCookies({ biography })))).toEqual({ biography });
});

it("keeps no password, and nothing that its form does not ask for", () => {
  const cookies = draftCookies({ name: "A", password: "four unrelated words", role: "admin" });
  expect(draftOf(jar(cookies))).toEqual({ name: "A" });
});

it("forgets, and takes nonsense for nothing", () => {
  for (const cookie of draftCookies()) expect(cookie).toMatch(/=; Path=\/; Max-Age=0;/);
  const [first = ""] = Object.keys(jar(draftCookies({ name: "A" })));
  expect(draftOf({ [first]: "nonsense" })).toEqual({});
  expect(draftOf({})).toEqual({});
});
