import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";

const now = new Date("2025-01-06T12:00:00Z");
let doctor: TestDoctor;
let patient: UserActor;

beforeAll(async () => {
  doctor = await makeDoctor();
  patient = (await makePatient()).actor;
});
afterAll(disconnect);

const book = (day: number, who = patient) =>
  bookAppointment(
    who,
    { doctorId: doctor.doctorId, startsAt: new Date(Date.UTC(2025, 0, day, 14)), reason: "canary" },
    { now },
  );

interface Entry {
  seq: string;
  action: string;
  actor_id: string;
  patient_id: string;
  detail: unknown;
}
async function trailOf(entityId: string): Promise<Entry[]> {
  const { rows } = await testDatabase().superuser.query<Entry>(
    "SELECT seq, action, actor_id, patient_id, detail FROM audit_events WHERE entity_id = $1 ORDER BY seq",
    [entityId],
  );
  return rows;
}
async function verify(): Promise<string | null> {
  const { rows } = await testDatabase().superuser.query<{ broken: string | null }>(
    "SELECT audit_verify() AS broken",
  );
  return rows[0]?.broken ?? null;
}

it("has who did what to whose, without what they wrote", async () => {
  const { id } = await book(8);
  await changeStatus(doctor.actor, id, "decline", { now, reason: "canary" });
  const trail = await trailOf(id);
  expect(trail).toMatchObject([
    { action: "appointments.insert", actor_id: patient.userId, patient_id: patient.patientId },
    {
      action: "appointments.update",
      actor_id: doctor.actor.userId,
      detail: { status: "declined", from: "pending" },
    },
  ]);
  expect(JSON.stringify(trail)).not.toContain("canary");
});

it("has nothing of what was rolled back, and no gap", async () => {
  await book(9);
  await expect(book(9, (await makePatient()).actor)).rejects.toThrow();
  expect(await verify()).toBeNull();
});

// Held by the lock on audit_head in audit_append: without FOR UPDATE two entries take one number.
it("stays one chain when many write at once", async () => {
  const crowd = await Promise.all(Array.from({ length: 20 }, () => makePatient()));
  await Promise.all(crowd.map(({ actor }, i) => book(10 + i, actor)));
  expect(await verify()).toBeNull();
});

it("shows the application neither itself nor a way to change it", async () => {
  const { app, identity } = testDatabase();
  for (const pool of [app, identity]) {
    await expect(pool.query("SELECT FROM audit_events")).rejects.toMatchObject({ code: "42501" });
    await expect(pool.query("DELETE FROM audit_events")).rejects.toMatchObject({ code: "42501" });
    await expect(pool.query("UPDATE audit_head SET seq = 0")).rejects.toMatchObject({
      code: "42501",
    });
  }
});

it("refuses changes even from the owner, and tells of those made behind its back", async () => {
  const { superuser } = testDatabase();
  const client = await superuser.connect();
  for (const statement of [
    "UPDATE audit_events SET action = 'nothing' WHERE seq = 3",
    "DELETE FROM audit_events WHERE seq = 1",
    "TRUNCATE audit_events",
  ]) {
    await expect(client.query(statement)).rejects.toThrow("append-only");
  }
  // Behind its back: as a superuser with triggers off.
  const tampered = async (statement: string) => {
    await client.query("BEGIN");
    await client.query("SET LOCAL session_replication_role = replica");
    await client.query(statement);
    const { rows } = await client.query<{ broken: string }>("SELECT audit_verify() AS broken");
    await client.query("ROLLBACK");
    return rows[0]?.broken;
  };
  expect(await tampered("UPDATE audit_events SET action = 'nothing' WHERE seq = 3")).toBe("3");
  expect(await tampered("DELETE FROM audit_events WHERE seq = 2")).toBe("2");
  expect(
    await tampered("DELETE FROM audit_events WHERE seq = (SELECT max(seq) FROM audit_events)"),
  ).toBe("0");
  client.release();
});
