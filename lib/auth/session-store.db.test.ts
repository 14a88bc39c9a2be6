import { beforeEach, expect, it } from "vitest";
import { supply } from "#lib/env.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { makeAdmin, makeDoctor, makePatient } from "#lib/testing/people.ts";
import { findSigned } from "../signed-actors.ts";
import { endOwnSession, listOwnSessions } from "./own-sessions.ts";
import { pruneIdentity } from "./prune.ts";
import { newToken } from "./secrets.ts";
import { beginSession, endSession, findSession } from "./session-store.ts";

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const start = new Date("2026-03-02T10:00:00Z");
const later = (ms: number) => new Date(start.getTime() + ms);

let actor: Awaited<ReturnType<typeof makePatient>>["actor"];
let patientId: string;
const begin = async (at = start) => {
  const token = newToken();
  await beginSession({ token, userId: actor.userId, via: "password", userAgent: "Test" }, at);
  return token;
};
beforeEach(async () => {
  ({ actor, patientId } = await makePatient());
});

it("finds whose a session is, with role and profile, and stores only a hash", async () => {
  const token = await begin();
  const session = await findSession(token, later(1000));
  expect(session?.actor).toEqual({ ...actor, patientId, doctorId: null });
  // Signed by the same statement, so that the request needs no other one.
  expect(findSigned(actor)).toMatch(new RegExp(`^${actor.userId}\\|`));
  const { rows } = await testDatabase().superuser.query<{ row: string }>(
    "SELECT s::text AS row FROM sessions s",
  );
  expect(rows.map(({ row }) => row).join()).not.toContain(token);
  expect(await findSession(newToken(), later(1000))).toBeNull();
  expect(await findSession(undefined, later(1000))).toBeNull();
});

const LIMITS = [
  ["admin", 30 * MINUTE, 12 * HOUR],
  ["doctor", HOUR, 12 * HOUR],
  ["patient", 8 * HOUR, 7 * DAY],
] as const;
const PEOPLE = {
  admin: makeAdmin,
  doctor: async () => (await makeDoctor()).actor,
  patient: async () => (await makePatient()).actor,
};

it.each(LIMITS)(
  "ends a session of the role %s without use, and in any case",
  async (role, idle, absolute) => {
    actor = await PEOPLE[role]();
    const unused = await begin();
    expect(await findSession(unused, later(idle - 1))).not.toBeNull();
    expect(await findSession(unused, later(2 * idle))).toBeNull();
    const busy = await begin();
    for (let at = 0; at < absolute; at += idle - 1) {
      expect(await findSession(busy, later(at))).not.toBeNull();
    }
    expect(await listOwnSessions(actor, later(absolute - 1))).toHaveLength(1);
    expect(await findSession(busy, later(absolute))).toBeNull();
    expect(await listOwnSessions(actor, later(absolute))).toEqual([]);
  },
);

it("holds a session to the limits of the role that its user has now", async () => {
  const token = await begin();
  await testDatabase().superuser.query("UPDATE users SET role = 'admin' WHERE id = $1", [
    actor.userId,
  ]);
  expect(await findSession(token, later(30 * MINUTE - 1))).not.toBeNull();
  expect(await findSession(token, later(HOUR))).toBeNull();
  // Used all the time, it is over after twelve hours, although it began with seven days.
  const busy = await begin();
  await testDatabase().superuser.query(
    "UPDATE sessions SET last_seen_at = $2, expires_at = $3 WHERE user_id = $1",
    [actor.userId, later(12 * HOUR - 1), later(7 * DAY)],
  );
  expect(await findSession(busy, later(12 * HOUR - 1))).not.toBeNull();
  expect(await findSession(busy, later(12 * HOUR))).toBeNull();
});

it("takes the limits that the clinic has set, also for sessions that run", async () => {
  const token = await begin();
  supply({ SESSION_LIMITS: "patient=10m/1h" });
  expect(await findSession(token, later(10 * MINUTE - 1))).not.toBeNull();
  expect(await findSession(token, later(20 * MINUTE))).toBeNull();
  expect((await findSession(await begin(), later(1)))?.expiresAt).toEqual(later(HOUR));
  supply({ SESSION_LIMITS: "" });
  expect((await findSession(await begin(), later(1)))?.expiresAt).toEqual(later(7 * DAY));
});

it("sees a disabled account and a changed role on the next request", async () => {
  const token = await begin();
  const { superuser } = testDatabase();
  await superuser.query("UPDATE users SET role = 'admin' WHERE id = $1", [actor.userId]);
  expect((await findSession(token, later(1)))?.actor.role).toBe("admin");
  await superuser.query("UPDATE users SET disabled_at = now() WHERE id = $1", [actor.userId]);
  expect(await findSession(token, later(2))).toBeNull();
  await expect(begin()).rejects.toThrow("no such account");
});

it("is dead on the server once ended", async () => {
  const [mine, other] = [await begin(), await begin()];
  await endSession(mine);
  expect(await findSession(mine, later(1))).toBeNull();
  expect(await findSession(other, later(1))).not.toBeNull();
});

it("shows and ends one's own sessions and no other user's", async () => {
  const token = await begin();
  const [listed] = await listOwnSessions(actor, later(1));
  const id = listed?.id ?? "";
  const stranger = (await makePatient()).actor;
  expect(await listOwnSessions(stranger, later(1))).toEqual([]);
  await expect(endOwnSession(stranger, id)).rejects.toMatchObject({ code: "not_found" });
  expect(await findSession(token, later(1))).not.toBeNull();
  await endOwnSession(actor, id);
  expect(await findSession(token, later(1))).toBeNull();
});

it("prunes what has run out and nothing else", async () => {
  const [old, fresh] = [await begin(), await begin(later(8 * HOUR))];
  await pruneIdentity(later(8 * HOUR + 1));
  const listed = await listOwnSessions(actor, start);
  expect(listed).toHaveLength(1);
  expect(await findSession(old, later(1))).toBeNull();
  expect(await findSession(fresh, later(8 * HOUR + 1))).not.toBeNull();
});

it("lets the application's own role see nothing of all this", async () => {
  const { app } = testDatabase();
  for (const table of [
    "users",
    "accounts",
    "sessions",
    "sign_in_tickets",
    "welcome_links",
    "counted_attempts",
    "oidc_artifacts",
    "signing_keys",
  ]) {
    await expect(app.query(`SELECT FROM ${table}`)).rejects.toMatchObject({ code: "42501" });
  }
});
