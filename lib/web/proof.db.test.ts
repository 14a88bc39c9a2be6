import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { hashPassword } from "../auth/passwords.ts";
import type { Session } from "../auth/session-store.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makePatient } from "../testing/people.ts";
import { addApp, sessionFor } from "../testing/second-factor.ts";
import { provenOwner } from "./proof.ts";

const PASSWORD = "correct horse battery";
const now = new Date("2026-03-02T10:00:00Z");
let hash: string;
let session: Session;

beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
});
beforeEach(async () => {
  const { userId } = (await makePatient()).actor;
  await testDatabase().superuser.query("UPDATE users SET password_hash = $2 WHERE id = $1", [
    userId,
    hash,
  ]);
  session = await sessionFor(userId, now);
});
afterAll(disconnect);

function post(fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return provenOwner(form, session, now);
}
const asking = (asks: string[], issues?: { path: string; message: string }[]) => ({
  code: "proof_needed",
  detail: issues ? { asks, issues } : { asks },
});

it("asks for the password alone where there is no second factor", async () => {
  await expect(post({ name: "x" })).rejects.toEqual(expect.objectContaining(asking(["_current"])));
  expect(await post({ _current: PASSWORD })).toMatchObject({ provenAt: now });
});

it("asks for the password and the code, again for both, and says which is wrong", async () => {
  const { codes } = await addApp(session, now);
  const code = codes[0] ?? "";
  const both = ["_current", "_code"];
  await expect(post({})).rejects.toEqual(expect.objectContaining(asking(both)));
  for (const [given, path, message] of [
    [{ _current: PASSWORD }, "_code", "required"],
    [{ _current: "wrong", _code: code }, "_current", "password_wrong"],
    [{ _current: PASSWORD, _code: "0000-0000" }, "_code", "code_wrong"],
  ] as const) {
    const refused = expect.objectContaining(asking(both, [{ path, message }])) as unknown;
    await expect(post(given)).rejects.toEqual(refused);
  }
  expect(await post({ _current: PASSWORD, _code: code })).toMatchObject({ provenAt: now });
});

it("says what is wrong beside the fields of a form that has them from the start", async () => {
  const { codes } = await addApp(session, now);
  await expect(post({ current: "wrong", code: codes[0] ?? "" })).rejects.toMatchObject({
    code: "invalid",
    detail: { issues: [{ path: "current", message: "password_wrong" }] },
  });
  expect(await post({ current: PASSWORD, code: codes[0] ?? "" })).toMatchObject({ provenAt: now });
});
