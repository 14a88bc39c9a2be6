import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous, type ProvenActor, type UserActor } from "../access/actor.ts";
import { listSessionsOf } from "../auth/own-sessions.ts";
import { newToken } from "../auth/secrets.ts";
import { beginSession, findSession } from "../auth/session-store.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { listSlots } from "../availability/queries.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { day } from "../testing/practice.ts";
import { makeAdmin, makeDoctor, makePatient, proven, type TestDoctor } from "../testing/people.ts";
import { disableAccount, enableAccount, endSessionsOf } from "./commands.ts";
import { getAccount, getClosing, searchAccounts } from "./queries.ts";
import { accountFilterSchema } from "./schema.ts";

const now = new Date("2025-01-06T12:00:00Z");
const { superuser } = testDatabase();
let admin: ProvenActor;
let doctor: TestDoctor;
let patient: UserActor;

beforeAll(async () => {
  admin = await makeAdmin();
  doctor = await makeDoctor();
  patient = (await makePatient()).actor;
  await superuser.query(
    "UPDATE users SET name = 'Zoë Krüger', email = 'zk@example.org' WHERE id = $1",
    [patient.userId],
  );
});
afterAll(disconnect);

const find = async (filter: Record<string, string>, actor = admin) =>
  (await searchAccounts(actor, accountFilterSchema.parse(filter))).items.map(({ id }) => id);
const begin = async (who: UserActor) => {
  const token = newToken();
  await beginSession({ token, userId: who.userId, via: "password", userAgent: "Test" }, now);
  return token;
};

it("finds by any words of name and address, by role and by state", async () => {
  for (const q of ["kruger zoe", "ZK@EXAMPLE", "krüger example.org"]) {
    expect(await find({ q })).toEqual([patient.userId]);
  }
  expect(await find({ q: "%" })).toEqual([]);
  expect(await find({ role: "doctor" })).toEqual([doctor.actor.userId]);
  expect(await find({ q: "zoe", role: "doctor" })).toEqual([]);
  expect(await find({ state: "disabled" })).toEqual([]);
  expect(await find({ state: "closed" })).toEqual([]);
});

it("goes by pages that neither repeat nor leave out anybody", async () => {
  for (let i = 0; i < 5; i++) await makePatient();
  const all = await find({});
  const paged: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page = await searchAccounts(admin, accountFilterSchema.parse({ cursor, limit: "2" }));
    paged.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(all);
  expect(new Set(all).size).toBe(8);
});

it("shows an account with what may be done to it, and notes who looked", async () => {
  await begin(patient);
  const account = await getAccount(admin, patient.userId);
  expect(account).toMatchObject({
    name: "Zoë Krüger",
    state: "active",
    isOwn: false,
    kept: null,
    permits: { disable: true, enable: false, endSessions: true, close: true },
  });
  expect(account.lastSignInAt).not.toBeNull();
  expect((await getAccount(admin, admin.userId)).permits.close).toBe(false);
  const { rows } = await superuser.query(
    "SELECT actor_id FROM audit_events WHERE action = 'account.read' AND patient_id = $1",
    [patient.patientId],
  );
  expect(rows).toEqual([{ actor_id: admin.userId }]);
  await expect(getAccount(admin, doctor.clinicId)).rejects.toMatchObject({ code: "not_found" });
  await expect(getAccount(admin, "nobody")).rejects.toMatchObject({ code: "not_found" });
});

it("says beforehand what closing would do", async () => {
  expect(await getClosing(admin, patient.userId, now)).toMatchObject({
    doctorId: null,
    visitsAhead: 0,
    retainUntil: null,
  });
  const visit = (day: number) => ({
    doctorId: doctor.doctorId,
    startsAt: new Date(Date.UTC(2025, 0, day, 14)),
  });
  for (const day of [7, 8]) {
    const { id } = await bookAppointment(patient, visit(day), { now });
    await changeStatus(doctor.actor, id, "approve", { now });
  }
  const later = new Date("2025-01-07T20:00:00Z");
  expect(await getClosing(admin, patient.userId, later)).toMatchObject({
    visitsAhead: 1,
    retainUntil: "2035-01-07",
  });
  expect(await getClosing(admin, doctor.actor.userId, later)).toMatchObject({
    doctorId: doctor.doctorId,
    visitsAhead: 1,
    retainUntil: null,
  });
});

it("disables at once, ends the sessions, and enables again", async () => {
  const token = await begin(patient);
  await disableAccount(admin, patient.userId, now);
  expect(await findSession(token, now)).toBeNull();
  expect(await listSessionsOf(admin, patient.userId, now)).toEqual([]);
  expect(await find({ state: "disabled" })).toEqual([patient.userId]);
  await expect(begin(patient)).rejects.toThrow("no such account");
  await enableAccount(admin, patient.userId, now);
  expect(await findSession(token, now)).toBeNull();
  expect(await findSession(await begin(patient), now)).not.toBeNull();
  const { rows } = await superuser.query<{ action: string }>(
    "SELECT action FROM audit_events WHERE entity_id = $1 AND actor_id = $2 AND action ~ 'able$'",
    [patient.userId, admin.userId],
  );
  expect(rows.map(({ action }) => action)).toEqual(["account.disable", "account.enable"]);
});

it("lets nobody wait for a doctor who cannot sign in", async () => {
  const range = { from: day("2025-01-08"), to: day("2025-01-08") };
  const free = async () => (await listSlots(anonymous, doctor.doctorId, range, now)).slots.length;
  expect(await free()).toBeGreaterThan(0);
  await disableAccount(admin, doctor.actor.userId, now);
  await expect(free()).rejects.toMatchObject({ code: "not_found" });
  await enableAccount(admin, doctor.actor.userId, now);
  expect(await free()).toBeGreaterThan(0);
});

it("ends one session or all, of others only", async () => {
  const [one, other] = [await begin(doctor.actor), await begin(doctor.actor)];
  const id = doctor.actor.userId;
  const sessionId = (await findSession(one, now))?.sessionId ?? "";
  await expect(endSessionsOf(admin, patient.userId, { sessionId }, now)).rejects.toMatchObject({
    code: "not_found",
  });
  for (const none of ["", "x"]) {
    await expect(endSessionsOf(admin, id, { sessionId: none }, now)).rejects.toMatchObject({
      code: "not_found",
    });
  }
  await endSessionsOf(admin, id, { sessionId }, now);
  expect(await findSession(one, now)).toBeNull();
  expect(await findSession(other, now)).not.toBeNull();
  await endSessionsOf(admin, id, "all", now);
  expect(await findSession(other, now)).toBeNull();
  const own = { code: "forbidden", detail: { why: "own" } };
  await expect(endSessionsOf(admin, admin.userId, "all", now)).rejects.toMatchObject(own);
  await expect(disableAccount(admin, admin.userId, now)).rejects.toMatchObject(own);
});

it("is for admins alone", async () => {
  for (const [actor, code] of [
    [anonymous, "unauthenticated"],
    [patient, "forbidden"],
    [doctor.actor, "forbidden"],
  ] as const) {
    for (const attempt of [
      () => searchAccounts(actor, accountFilterSchema.parse({})),
      () => getAccount(actor, admin.userId),
      () => getClosing(actor, admin.userId, now),
      () => disableAccount(proven(actor, now), admin.userId, now),
      () => enableAccount(proven(actor, now), admin.userId, now),
      () => endSessionsOf(proven(actor, now), admin.userId, "all", now),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code });
    }
  }
  await expect(listSessionsOf(patient, admin.userId, now)).rejects.toMatchObject({
    code: "forbidden",
  });
});
