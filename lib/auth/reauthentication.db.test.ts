import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { disconnect } from "#lib/db.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { makeAdmin, makePatient } from "#lib/testing/people.ts";
import { addApp, sessionFor } from "#lib/testing/second-factor.ts";
import { changePassword } from "./password-change.ts";
import { hashPassword } from "./passwords.ts";
import {
  ownProofNeeded,
  proofNeeded,
  prove,
  reauthenticate,
  stillProven,
} from "./reauthentication.ts";
import { newToken } from "./secrets.ts";
import { beginSession, findSession } from "./session-store.ts";
import { LIMITS } from "./throttle.ts";

const PASSWORD = "correct horse battery";
const begun = new Date("2026-03-02T10:00:00Z");
const later = (minutes: number) => new Date(begun.getTime() + minutes * 60_000);
let hash: string;
let admin: Awaited<ReturnType<typeof makeAdmin>>;

beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
});
beforeEach(async () => {
  admin = await makeAdmin();
});
afterAll(disconnect);

const givePassword = () =>
  testDatabase().superuser.query("UPDATE users SET password_hash = $2 WHERE id = $1", [
    admin.userId,
    hash,
  ]);
async function sessionOf({ userId }: { userId: string }) {
  const token = newToken();
  await beginSession({ token, userId, via: "password", userAgent: "" }, begun);
  return (await findSession(token, begun)) ?? expect.fail("no session");
}
const wrong = (message: string) => ({
  code: "invalid",
  detail: { issues: [{ path: "current", message }] },
});

it("asks for the password, however fresh the session", async () => {
  await givePassword();
  const session = await sessionOf(admin);
  expect(await proofNeeded(session, later(1))).toBe("password");
  const prove = (current?: string) =>
    reauthenticate(session, "account.close", { current }, later(1));
  await expect(prove()).rejects.toMatchObject(wrong("required"));
  await expect(prove("wrong")).rejects.toMatchObject(wrong("password_wrong"));
  expect(await prove(PASSWORD)).toMatchObject({ userId: admin.userId, provenAt: later(1) });
});

it("remembers the password for ten minutes, in the session that it was given to", async () => {
  await givePassword();
  const other = await sessionOf(admin);
  const token = newToken();
  await beginSession({ token, userId: admin.userId, via: "password", userAgent: "" }, begun);
  const again = async (minutes: number) =>
    (await findSession(token, later(minutes))) ?? expect.fail("no session");
  await reauthenticate(await again(1), "account.close", { current: PASSWORD }, later(1));
  expect(await proofNeeded(await again(10.9), later(10.9))).toBe("none");
  expect(await stillProven(await again(10.9), later(10.9))).toMatchObject({ provenAt: later(1) });
  // For every sensitive act.
  expect(await reauthenticate(await again(2), "client.manage", {}, later(2))).toMatchObject({
    provenAt: later(1),
  });
  expect(await proofNeeded(await again(11), later(11))).toBe("password");
  expect(await stillProven(await again(11), later(11))).toBeNull();
  expect(await proofNeeded(other, later(2))).toBe("password");
});

it("remembers no proof for a change of one's own second factor", async () => {
  await givePassword();
  const token = newToken();
  await beginSession({ token, userId: admin.userId, via: "password", userAgent: "" }, begun);
  const session = async () => (await findSession(token, later(2))) ?? expect.fail("no session");
  await reauthenticate(await session(), "account.close", { current: PASSWORD }, later(1));
  expect(await proofNeeded(await session(), later(2))).toBe("none");
  expect(await ownProofNeeded(await session(), later(2))).toBe("password");
  await expect(prove(await session(), {}, later(2))).rejects.toMatchObject(wrong("required"));
});

it("asks for the code as well where there is a second factor, and remembers both", async () => {
  await givePassword();
  const first = await sessionFor(admin.userId, begun);
  const { codes } = await addApp(first, begun);
  const again = async () => (await findSession(first.token, later(1))) ?? expect.fail("no session");
  const give = async (given: { current?: string; code?: string }) =>
    reauthenticate(await again(), "account.close", given, later(1));
  await expect(give({ current: PASSWORD })).rejects.toMatchObject({
    code: "invalid",
    detail: { issues: [{ path: "code", message: "required" }] },
  });
  expect(await stillProven(await again(), later(1))).toBeNull();
  expect(await give({ current: PASSWORD, code: codes[0] ?? "" })).toMatchObject({
    provenAt: later(1),
  });
  expect(await give({})).toMatchObject({ provenAt: later(1) });
});

it("takes a fresh sign-in of somebody without a password, and no old one", async () => {
  const session = await sessionOf(admin);
  const prove = (minutes: number) => reauthenticate(session, "account.close", {}, later(minutes));
  expect(await proofNeeded(session, later(9))).toBe("none");
  expect((await prove(9)).provenAt).toEqual(begun);
  expect(await proofNeeded(session, later(10))).toBe("sign-in");
  await expect(prove(10)).rejects.toMatchObject({ code: "proof_needed" });
});

it("counts wrong tries together with those of changing the password", async () => {
  await givePassword();
  const session = await sessionOf(admin);
  const tries = Array.from({ length: LIMITS.account.most }, (_, i) => i);
  for (const i of tries) {
    const guess =
      i % 2 === 0
        ? reauthenticate(session, "account.close", { current: "wrong" }, later(1))
        : changePassword(admin, { current: "wrong", password: "x" }, "", later(1));
    await expect(guess).rejects.toMatchObject(wrong("password_wrong"));
  }
  const right = (minutes: number) =>
    reauthenticate(session, "account.close", { current: PASSWORD }, later(minutes));
  await expect(right(2)).rejects.toMatchObject(wrong("password_tries"));
  expect((await right(17)).provenAt).toEqual(later(17));
  const { rows } = await testDatabase().superuser.query(
    "SELECT FROM audit_events WHERE entity_id = $1 AND action = 'account.confirmation-failed'",
    [admin.userId],
  );
  expect(rows).toHaveLength(LIMITS.account.most);
});

it("changes no password into one that is easy to guess", async () => {
  await givePassword();
  const { sessionId } = await sessionOf(admin);
  const change = (password: string) =>
    changePassword(admin, { current: PASSWORD, password }, sessionId, later(1));
  await expect(change("Summer2026!")).rejects.toMatchObject({
    code: "invalid",
    detail: { issues: [{ path: "password", message: "password_common" }] },
  });
  await change("four unrelated words");
  const { rows } = await testDatabase().superuser.query(
    "SELECT FROM audit_events WHERE entity_id = $1 AND action = 'account.password-changed'",
    [admin.userId],
  );
  expect(rows).toHaveLength(1);
});

it("proves nobody for what their role may not do", async () => {
  const session = await sessionOf((await makePatient()).actor);
  await expect(reauthenticate(session, "account.close", {}, later(1))).rejects.toMatchObject({
    code: "forbidden",
  });
});
