import { afterAll, beforeEach, expect, it } from "vitest";
import type { ProvenActor, UserActor } from "../access/actor.ts";
import { listOwnChanges } from "../accounts/own.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makePatient, proven } from "../testing/people.ts";
import { changeEmail } from "./email-change.ts";
import { emailChangeSchema } from "./schema.ts";
import { newToken } from "./secrets.ts";
import { beginSession, findSession } from "./session-store.ts";
import { LIMITS } from "./throttle.ts";

const now = new Date("2026-03-02T10:00:00Z");
const { superuser, identity } = testDatabase();
let patient: ProvenActor;
let token: string;
let sessionId: string;
beforeEach(async () => {
  patient = proven((await makePatient()).actor, now);
  token = await session();
  sessionId = (await findSession(token, now))?.sessionId ?? "";
});
afterAll(disconnect);

async function session(): Promise<string> {
  const begun = newToken();
  const { userId } = patient;
  await beginSession({ token: begun, userId, via: "password", userAgent: "" }, now);
  return begun;
}
const changeTo = (email: string) => changeEmail(patient, email, sessionId, now);
const emailOf = async ({ userId }: UserActor) => {
  const { rows } = await superuser.query<{ email: string | null }>(
    "SELECT email FROM users WHERE id = $1",
    [userId],
  );
  return rows[0]?.email;
};
const acts = async () => {
  const { rows } = await superuser.query<{ action: string }>(
    "SELECT action FROM audit_events WHERE actor_id = $1 AND action LIKE 'account.email-%' ORDER BY seq",
    [patient.userId],
  );
  return rows.map(({ action }) => action);
};

it("changes the address, ends the other sessions alone, is noted, and is shown", async () => {
  const elsewhere = await session();
  await changeTo("new1@example.org");
  expect(await emailOf(patient)).toBe("new1@example.org");
  expect((await findSession(token, now))?.actor.email).toBe("new1@example.org");
  expect(await findSession(elsewhere, now)).toBeNull();
  expect(await acts()).toEqual(["account.email-changed"]);
  expect(await listOwnChanges(patient, new Date(0))).toEqual([
    { at: expect.any(String) as string, byAdmin: false, name: false, email: true },
  ]);
});

// Held by the unique users_email_key.
it("takes no address of another account, keeps the sessions then, and notes it", async () => {
  const other = (await makePatient()).actor;
  await superuser.query("UPDATE users SET email = 'theirs@example.org' WHERE id = $1", [
    other.userId,
  ]);
  const elsewhere = await session();
  await expect(changeTo("theirs@example.org")).rejects.toMatchObject({ code: "email_taken" });
  expect(await emailOf(patient)).toBeNull();
  expect(await findSession(elsewhere, now)).not.toBeNull();
  expect(await acts()).toEqual(["account.email-refused"]);
});

it("lets an account ask about few addresses", async () => {
  for (let i = 0; i < LIMITS.email.most; i += 1) await changeTo(`a${String(i)}@example.org`);
  await expect(changeTo("more@example.org")).rejects.toMatchObject({ code: "too_many_requests" });
  expect(await emailOf(patient)).toBe(`a${String(LIMITS.email.most - 1)}@example.org`);
});

it("is refused by the database without a session of this user", async () => {
  const call = "SELECT change_own_email($1, $2, 'evil@example.org')";
  const other = (await makePatient()).actor;
  await expect(identity.query(call, [other.userId, sessionId])).rejects.toMatchObject({
    code: "42501",
  });
});

it.each(["a b@example.org", "plain", "@example.org", "a@", "", "a\n@example.org"])(
  "takes no %j for an address",
  (email) => {
    expect(emailChangeSchema.safeParse({ email }).success).toBe(false);
  },
);
