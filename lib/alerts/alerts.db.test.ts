import { v7 as uuid } from "uuid";
import { beforeEach, expect, it, vi } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { listAudit } from "../audit/queries.ts";
import { openEmergencyAccess } from "../emergency/commands.ts";
import { log } from "../log.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor } from "../testing/people.ts";
import { openPractice, world } from "../testing/practice.ts";
import { rawAs } from "../testing/raw.ts";
import { acknowledgeAlert, logAlerts, pruneWatchedActs } from "./commands.ts";
import { listAlerts } from "./queries.ts";
import { ALERT_KINDS, ALERT_LIMITS } from "./rules.ts";

openPractice();
const { superuser } = testDatabase();

beforeEach(async () => {
  await superuser.query("TRUNCATE alerts, watched_acts");
});

/** The alerts about `user`, as an admin sees them. */
async function alertsAbout(user: UserActor) {
  const { items } = await listAlerts(world.admin, undefined);
  return items.filter((alert) => alert.user.id === user.userId);
}

/** A statement that notes a reading of each of `patients`, in the way of the queries that read. */
const noted = (action: string, patients: string[]) =>
  `SELECT audit_note('${action}', 'patients', id, id, '{}') FROM unnest('{${patients.join()}}'::uuid[]) AS id`;
const manyPatients = (count: number) => Array.from({ length: count }, () => uuid());

const openAccess = (doctor: UserActor) =>
  openEmergencyAccess(doctor, world.patient.patientId ?? "", "Unconscious");

async function openAccesses(doctor: UserActor, count: number): Promise<void> {
  for (let opened = 0; opened < count; opened++) await openAccess(doctor);
}

// Fails without the trigger audit_events_watch.
it("raises one alert in the transaction of the emergency access that is one too many", async () => {
  const { actor } = await makeDoctor();
  await openAccesses(actor, ALERT_LIMITS.emergency);
  expect(await alertsAbout(actor)).toEqual([]);
  await openAccess(actor);
  await openAccess(actor);
  const alerts = await alertsAbout(actor);
  expect(alerts).toMatchObject([
    { kind: "emergency", count: 7, acknowledged: null, user: { role: "doctor" } },
  ]);
  expect(JSON.stringify(alerts)).not.toContain(world.patient.patientId);
});

it("raises no alert for an act that is rolled back", async () => {
  const admin = await makeAdmin();
  const exports = noted("record.export", manyPatients(11));
  await expect(rawAs(admin, `${exports}; SELECT 1 / 0`)).rejects.toThrow("division by zero");
  expect(await alertsAbout(admin)).toEqual([]);
  await rawAs(admin, exports);
  expect(await alertsAbout(admin)).toHaveLength(1);
});

it("raises one alert with the exact count when many acts cross the limit at once", async () => {
  const { actor } = await makeDoctor();
  await Promise.all(Array.from({ length: 12 }, () => openAccess(actor)));
  expect(await alertsAbout(actor)).toMatchObject([{ kind: "emergency", count: 12 }]);
});

it("counts each patient once, for exports and for other readings", async () => {
  const admin = await makeAdmin();
  const patients = manyPatients(ALERT_LIMITS.export);
  for (const repeated of [patients, patients]) await rawAs(admin, noted("record.export", repeated));
  expect(await alertsAbout(admin)).toEqual([]);
  await rawAs(admin, noted("record.export", manyPatients(1)));
  expect(await alertsAbout(admin)).toMatchObject([{ kind: "export", count: 11 }]);

  const { actor } = await makeDoctor();
  const many = manyPatients(ALERT_LIMITS.patients);
  await rawAs(actor, noted("profile.read", many));
  await rawAs(actor, noted("record.read", many));
  expect(await alertsAbout(actor)).toEqual([]);
  await rawAs(actor, noted("file.read", manyPatients(1)));
  expect(await alertsAbout(actor)).toMatchObject([{ kind: "patients", count: 151 }]);
});

// Fails without detail.patients in the trigger audit_events_watch.
it("counts each patient of a list of profiles, and none of a list of who comes when", async () => {
  const { actor } = await makeDoctor();
  const many = manyPatients(ALERT_LIMITS.patients + 1);
  const listed = (action: string) =>
    rawAs(
      actor,
      `SELECT audit_note('${action}', 'patients', NULL, NULL, '{"patients": ${JSON.stringify(many)}}')`,
    );
  await listed("patient.list");
  await listed("audit.read");
  expect(await alertsAbout(actor)).toEqual([]);
  await listed("profile.read");
  expect(await alertsAbout(actor)).toMatchObject([{ kind: "patients", count: 151 }]);
});

it("counts what was done within 24 hours, across midnight", async () => {
  const { actor } = await makeDoctor();
  await openAccesses(actor, ALERT_LIMITS.emergency);
  const before = (interval: string) =>
    superuser.query(`UPDATE watched_acts SET at = clock_timestamp() - $1::interval`, [interval]);
  await before("24 hours");
  await openAccess(actor);
  expect(await alertsAbout(actor)).toEqual([]);
  await before("23 hours 59 minutes");
  await openAccess(actor);
  expect(await alertsAbout(actor)).toMatchObject([{ count: 7 }]);
  await before("24 hours");
  await pruneWatchedActs();
  expect((await superuser.query("SELECT FROM watched_acts")).rowCount).toBe(0);
});

it("has the limits that the database counts by", async () => {
  for (const kind of ALERT_KINDS) {
    const { rows } = await superuser.query("SELECT alert_limit($1) AS most", [kind]);
    expect([kind, rows]).toEqual([kind, [{ most: ALERT_LIMITS[kind] }]]);
  }
});

it("shows alerts to admins alone, and lets no login write or remove them", async () => {
  const { actor } = await makeDoctor();
  await openAccesses(actor, 6);
  for (const other of [actor, world.patient]) {
    await expect(listAlerts(other, undefined)).rejects.toMatchObject({ code: "forbidden" });
    const { rows } = await rawAs(other, "SELECT * FROM alerts_for_admins(false, NULL, 10)");
    expect(rows).toEqual([]);
  }
  for (const statement of [
    "SELECT FROM alerts",
    "DELETE FROM alerts",
    "UPDATE alerts SET acknowledged_at = now()",
    "INSERT INTO alerts (kind, user_id, day, count, first_at, last_at) SELECT 'export', actor_id(), now(), 1, now(), now()",
    "DELETE FROM watched_acts",
    `SELECT count_watched_act('${uuid()}', 'export', '${uuid()}')`,
  ]) {
    await expect(rawAs(world.admin, statement)).rejects.toThrow("permission denied");
  }
});

it("is acknowledged by another admin, once, and that is audited", async () => {
  const admin = await makeAdmin();
  await rawAs(admin, noted("record.export", manyPatients(11)));
  const [alert] = await alertsAbout(admin);
  const id = alert?.id ?? "";
  await expect(acknowledgeAlert(admin, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(acknowledgeAlert(world.admin, uuid())).rejects.toMatchObject({ code: "not_found" });
  const { rows } = await rawAs(world.doctor.actor, `SELECT acknowledge_alert('${id}') AS done`);
  expect(rows).toEqual([{ done: false }]);
  expect((await alertsAbout(admin))[0]?.acknowledged).toBeNull();

  await acknowledgeAlert(world.admin, id);
  await acknowledgeAlert(world.admin, id);
  expect(await alertsAbout(admin)).toMatchObject([
    { acknowledged: { by: world.admin.name }, permits: { acknowledge: false } },
  ]);
  const filter = { actor: world.admin.userId, action: "alert.acknowledge" };
  const everything = { patient: undefined, from: undefined, to: undefined, cursor: undefined };
  const { items } = await listAudit(world.admin, { ...everything, ...filter, limit: 10 });
  expect(items).toMatchObject([{ entity: "alerts", entityId: id, patientId: null }]);
});

it("is open again once it has grown by as much as raises one", async () => {
  const admin = await makeAdmin();
  await rawAs(admin, noted("record.export", manyPatients(11)));
  await acknowledgeAlert(world.admin, (await alertsAbout(admin))[0]?.id ?? "");
  await rawAs(admin, noted("record.export", manyPatients(9)));
  expect((await alertsAbout(admin))[0]?.acknowledged).not.toBeNull();
  await rawAs(admin, noted("record.export", manyPatients(1)));
  expect(await alertsAbout(admin)).toMatchObject([{ count: 21, acknowledged: null }]);
});

it("is logged once, with the id of the user and of no patient", async () => {
  const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  const { actor } = await makeDoctor();
  await openAccesses(actor, 6);
  await Promise.all([logAlerts(), logAlerts()]);
  expect(warn.mock.calls).toEqual([[{ alert: "emergency", user: actor.userId, count: 6 }]]);
});

it("comes in pages", async () => {
  const users = await Promise.all(Array.from({ length: 21 }, makeAdmin));
  for (const user of users) await rawAs(user, noted("record.export", manyPatients(11)));
  const first = await listAlerts(world.admin, undefined);
  const second = await listAlerts(world.admin, first.nextCursor ?? "");
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([20, 1, null]);
  const seen = [...first.items, ...second.items].map(({ user }) => user.id);
  expect(seen.toSorted()).toEqual(users.map(({ userId }) => userId).toSorted());
  await expect(listAlerts(world.admin, "x")).rejects.toMatchObject({ code: "invalid" });
});
