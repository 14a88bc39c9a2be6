import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { resetSecondFactor } from "#lib/accounts/commands.ts";
import { disconnect } from "#lib/db.ts";
import { supply } from "#lib/env.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { hashCheaply } from "#lib/testing/passwords.ts";
import { makeAdmin, makePatient } from "#lib/testing/people.ts";
import { actsOf, addApp, sessionFor } from "#lib/testing/second-factor.ts";
import { callerOf } from "../caller.ts";
import { cookieName } from "../cookies.ts";
import { setPassword } from "../password-change.ts";
import { prove, proofNeeded } from "../reauthentication.ts";
import { findAnySession, findSession } from "../session-store.ts";
import { issueTicket, spendTicket } from "../tickets.ts";
import { checkCode } from "./check-code.ts";
import { credentialsOf } from "./credentials.ts";
import { beginTotp, confirmTotp, pendingTotp, removeTotp, renewRecoveryCodes } from "./manage.ts";
import { findStep, issueStep } from "./steps.ts";
import { codeAt } from "./totp.ts";

const PASSWORD = "correct horse battery";
const start = new Date("2026-03-02T10:00:00Z");
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

let admin: Awaited<ReturnType<typeof makeAdmin>>;
beforeEach(async () => {
  admin = await makeAdmin();
});
afterEach(() => {
  supply({ REQUIRE_SECOND_FACTOR: "" });
});
afterAll(disconnect);

const proven = (at = start) => ({ ...admin, provenAt: at });
async function givePassword(): Promise<void> {
  await testDatabase().superuser.query("UPDATE users SET password_hash = $2 WHERE id = $1", [
    admin.userId,
    await hashCheaply(PASSWORD),
  ]);
}
const invalid = (...issues: [path: string, message: string][]) => ({
  code: "invalid",
  detail: { issues: issues.map(([path, message]) => ({ path, message })) },
});

it("adds an app by its first code, and ends all other sessions", async () => {
  const session = await sessionFor(admin.userId, start);
  const other = await sessionFor(admin.userId, start);
  await beginTotp(proven(), session.sessionId, start);
  const { secret = "" } = (await pendingTotp(session, start)) ?? {};
  expect(await pendingTotp(other, start)).toBeNull();
  expect(await pendingTotp(session, later(15))).toBeNull();
  await expect(confirmTotp(other, codeAt(secret, start), start)).rejects.toMatchObject({
    code: "illegal_transition",
  });
  const wrong = codeAt(secret, later(5));
  await expect(confirmTotp(session, wrong, start)).rejects.toMatchObject(
    invalid(["code", "code_wrong"]),
  );
  await confirmTotp(session, codeAt(secret, start), start);
  expect((await findSession(session.token, start))?.amr).toEqual(["pwd", "otp"]);
  expect(await findSession(other.token, start)).toBeNull();
  expect((await actsOf(admin.userId)).at(-1)).toBe("account.totp-added");
});

it("replaces no app by adding one, neither before nor after the first code", async () => {
  const session = await sessionFor(admin.userId, start);
  await beginTotp(proven(), session.sessionId, start);
  const { secret = "" } = (await pendingTotp(session, start)) ?? {};
  const code = codeAt(secret, start);
  const tries = await Promise.allSettled([1, 2, 3].map(() => confirmTotp(session, code, start)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(beginTotp(proven(), session.sessionId, start)).rejects.toMatchObject({
    code: "illegal_transition",
  });
});

// Held by the condition of findAnySession(), however the session came about.
it("opens nothing by a session that began without the second factor", async () => {
  const session = await sessionFor(admin.userId, start);
  await addApp(session, start);
  await testDatabase().superuser.query("UPDATE sessions SET amr = '{pwd}' WHERE id = $1", [
    session.sessionId,
  ]);
  expect(await findAnySession(session.token, start)).toBeNull();
});

it("asks for the password and a code before a sensitive act, each of which counts once", async () => {
  await givePassword();
  const session = await sessionFor(admin.userId, start);
  const { secret } = await addApp(session, start);
  expect(await proofNeeded(session, later(1))).toBe("password-and-code");
  const code = codeAt(secret, later(1));
  await expect(prove(session, { current: PASSWORD }, later(1))).rejects.toMatchObject(
    invalid(["code", "required"]),
  );
  await expect(prove(session, { code }, later(1))).rejects.toMatchObject(
    invalid(["current", "required"]),
  );
  await expect(prove(session, { current: "wrong", code }, later(1))).rejects.toMatchObject(
    invalid(["current", "password_wrong"]),
  );
  const given = { current: PASSWORD, code };
  expect(await prove(session, given, later(1))).toMatchObject({ provenAt: later(1) });
  await expect(prove(session, given, later(1))).rejects.toMatchObject(
    invalid(["code", "code_wrong"]),
  );
});

it("removes the app with the recovery codes, unless the role needs it", async () => {
  const session = await sessionFor(admin.userId, start);
  const { codes } = await addApp(session, start);
  supply({ REQUIRE_SECOND_FACTOR: "admin" });
  await expect(removeTotp(proven(), session.sessionId)).rejects.toMatchObject({
    code: "account_kept",
  });
  expect((await credentialsOf(admin.userId)).totpSince).toEqual(start);
  supply({ REQUIRE_SECOND_FACTOR: "patient" });
  await removeTotp(proven(), session.sessionId);
  expect(await credentialsOf(admin.userId)).toMatchObject({ totpSince: null, recoveryCodes: 0 });
  const outcome = await checkCode(admin.userId, codes[0] ?? "", { by: "unknown", now: start });
  expect(outcome.kind).toBe("refused");
  expect((await actsOf(admin.userId)).slice(-2)).toEqual([
    "account.totp-removed",
    "account.second-factor-failed",
  ]);
});

it("makes new recovery codes, and the old ones are worth nothing", async () => {
  await expect(renewRecoveryCodes(proven())).rejects.toMatchObject({ code: "not_found" });
  const { codes: old } = await addApp(await sessionFor(admin.userId, start), start);
  const renewed = await renewRecoveryCodes(proven());
  expect(new Set([...old, ...renewed]).size).toBe(20);
  const kindOf = async (code = "") =>
    (await checkCode(admin.userId, code, { by: "unknown", now: start })).kind;
  expect([await kindOf(old[0]), await kindOf(renewed[0])]).toEqual(["refused", "right"]);
});

it("holds the session of a user whose role needs a second factor until they have one", async () => {
  const session = await sessionFor(admin.userId, start);
  supply({ REQUIRE_SECOND_FACTOR: "doctor,admin" });
  const request = (method = "GET") =>
    new Request("http://localhost:3000/api/v1/me", {
      method,
      headers: { cookie: `${cookieName("session")}=${session.token}` },
    });
  expect(await findSession(session.token, start)).toBeNull();
  expect(await findAnySession(session.token, start)).toMatchObject({ isHeld: true });
  for (const method of ["GET", "POST", "DELETE"]) {
    await expect(callerOf(request(method), start)).rejects.toMatchObject({
      code: "second_factor_needed",
    });
  }
  await addApp(session, start);
  expect(await callerOf(request(), start)).toMatchObject({ actor: { userId: admin.userId } });
});

it("lets an admin reset the second factor of another, which ends their sessions", async () => {
  const session = await sessionFor(admin.userId, start);
  await addApp(session, start);
  const colleague = await makeAdmin();
  const reset = (id: string, minutes = 0) =>
    resetSecondFactor({ ...colleague, provenAt: start }, id, later(minutes));
  await expect(reset(colleague.userId)).rejects.toMatchObject({ code: "forbidden" });
  await expect(reset(admin.userId, 10)).rejects.toMatchObject({ code: "proof_needed" });
  const { actor: patient } = await makePatient();
  await expect(
    resetSecondFactor({ ...patient, provenAt: start }, admin.userId, start),
  ).rejects.toMatchObject({ code: "forbidden" });
  expect(await findSession(session.token, start)).not.toBeNull();
  await reset(admin.userId);
  expect(await findSession(session.token, start)).toBeNull();
  expect(await credentialsOf(admin.userId)).toMatchObject({ totpSince: null, recoveryCodes: 0 });
  const { rows } = await testDatabase().superuser.query<{ actor_id: string }>(
    "SELECT actor_id FROM audit_events WHERE action = 'account.second-factor-reset' AND entity_id = $1",
    [admin.userId],
  );
  expect(rows).toEqual([{ actor_id: colleague.userId }]);
  // Not in the name of the user, who has removed nothing.
  expect(await actsOf(admin.userId)).not.toContain("account.totp-removed");
});

// Held by the trigger end_sign_ins.
it.each(["password_hash = 'x'", "role = 'patient'", "disabled_at = now()"])(
  "ends a sign-in under way when the account changes: %s",
  async (change) => {
    const { userId } = (await makePatient()).actor;
    await testDatabase().superuser.query("UPDATE users SET role = 'doctor' WHERE id = $1", [
      userId,
    ]);
    const step = await issueStep({ userId, amr: ["pwd"] }, start);
    const ticket = await issueTicket(userId, start);
    await testDatabase().superuser.query(`UPDATE users SET ${change} WHERE id = $1`, [userId]);
    await testDatabase().superuser.query(
      "UPDATE users SET disabled_at = NULL, name = 'Other' WHERE id = $1",
      [userId],
    );
    expect(await findStep(step, start)).toBeNull();
    expect(await spendTicket(ticket, start)).toBeNull();
  },
);

it("keeps the second factor when the password is changed", async () => {
  await addApp(await sessionFor(admin.userId, start), start);
  await setPassword(admin.userId, await hashCheaply("another password"), "none");
  expect((await credentialsOf(admin.userId)).totpSince).toEqual(start);
});

it("forgets the second factor of an account that is closed", async () => {
  await addApp(await sessionFor(admin.userId, start), start);
  await testDatabase().superuser.query(
    `UPDATE users SET email = NULL, password_hash = NULL, closed_at = now(), disabled_at = now()
     WHERE id = $1`,
    [admin.userId],
  );
  const { rows } = await testDatabase().superuser.query(
    `SELECT user_id FROM totp_factors WHERE user_id = $1
     UNION ALL SELECT user_id FROM recovery_codes WHERE user_id = $1`,
    [admin.userId],
  );
  expect(rows).toEqual([]);
});
