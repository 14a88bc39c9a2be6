import type { PoolClient } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { brokenInvariants, INVARIANTS } from "../testing/invariants.ts";
import { makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { bookAppointment } from "./book.ts";
import { proposeTimes } from "./propose.ts";

// The invariants can fail: each sees what it is about, and without the constraints, triggers and
// locks that hold them the very races that are run elsewhere break them. In this file's database
// alone, where nothing else is tested.

const now = new Date("2025-01-06T12:00:00Z");
const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));
type Name = keyof typeof INVARIANTS;

let doctor: TestDoctor;
let patients: { actor: UserActor; patientId: string }[];
let superuser: PoolClient;

beforeAll(async () => {
  superuser = await testDatabase().superuser.connect();
  doctor = await makeDoctor();
  patients = await Promise.all(Array.from({ length: 8 }, () => makePatient()));
});
afterAll(async () => {
  superuser.release();
  await disconnect();
});

const book = (who: number, startsAt: Date) =>
  bookAppointment(
    patients[who]?.actor ?? nobody(),
    { doctorId: doctor.doctorId, startsAt },
    { now },
  );
function nobody(): never {
  throw new Error("no such patient");
}

describe("of two requests, one with a proposal, behind the back of all triggers", () => {
  const [first, second] = [
    "(SELECT min(id::text)::uuid FROM appointments)",
    "(SELECT max(id::text)::uuid FROM appointments)",
  ];
  const hold = (id: string, from: string) => `
    INSERT INTO slot_holds SELECT id, doctor_id, '${from}', '${from}'::timestamptz + interval '30 minutes', '${from}'
    FROM appointments WHERE id = ${id}`;
  const BREAKS: Record<Name, string[]> = {
    "a doctor sees one patient at a time, but for overbooking": [
      "ALTER TABLE appointments DROP CONSTRAINT appointments_doctor_free",
      "UPDATE appointments SET starts_at = '2025-01-09T14:00Z', ends_at = '2025-01-09T14:30Z'",
    ],
    "a patient is in one place at a time": [
      "ALTER TABLE appointments DROP CONSTRAINT appointments_patient_free",
      `UPDATE appointments SET patient_id = (SELECT patient_id FROM appointments LIMIT 1),
         starts_at = '2025-01-09T14:00Z', ends_at = '2025-01-09T14:30Z', overbooked = (id = ${second}),
         overbook_reason = CASE WHEN id = ${second} THEN '${someCiphertext}' END`,
    ],
    "no two holds overlap": [
      "ALTER TABLE slot_holds DROP CONSTRAINT slot_holds_apart",
      hold(first, "2025-01-20T14:00Z"),
      hold(second, "2025-01-20T14:15Z"),
    ],
    "nobody sits on a time that is held for somebody else, but for overbooking": [
      hold(first, "2025-01-08T15:15Z"),
      hold(second, "2025-01-08T13:45Z"),
    ],
    "no hold outlives the proposal that it is for": [
      `UPDATE appointments SET status = 'declined', status_reason = '${someCiphertext}', expires_at = NULL, proposed_starts = '{}'`,
    ],
    "the history has each version once, and ends as the appointment is": [
      "UPDATE appointments SET version = version + 1",
    ],
    "the history is one line": [
      "UPDATE appointment_events SET from_status = 'confirmed' WHERE version = 2",
    ],
    "the trail has every version": ["UPDATE appointments SET version = version + 1"],
    "the trail is one chain": ["UPDATE audit_events SET action = 'nothing' WHERE seq = 2"],
    "every key has its answer": [
      `INSERT INTO idempotency_keys (user_id, key, request_hash) SELECT user_id, 'k', 'test:${"h".repeat(43)}' FROM patients LIMIT 1`,
    ],
  };

  beforeAll(async () => {
    const { id } = await book(0, at(8));
    await book(1, at(8, 60));
    await proposeTimes(doctor.actor, id, [at(10)], { now });
  });
  beforeEach(async () => {
    await superuser.query("BEGIN");
    await superuser.query("SET LOCAL session_replication_role = replica");
  });
  afterEach(() => superuser.query("ROLLBACK"));

  it.each(Object.keys(INVARIANTS) as Name[])("%s: is seen to be broken", async (name) => {
    expect(await brokenInvariants(superuser)).toEqual({});
    for (const statement of BREAKS[name]) await superuser.query(statement);
    expect(Object.keys(await brokenInvariants(superuser))).toContain(name);
  });
});

/** Runs all of `works` so that none commits before each has looked what is free. */
async function race(works: (() => Promise<unknown>)[]): Promise<void> {
  await superuser.query("BEGIN");
  // Each transaction writes to the audit trail after it has looked, and waits there.
  await superuser.query("LOCK TABLE audit_events IN EXCLUSIVE MODE");
  const running = Promise.allSettled(works.map((work) => work()));
  // On a connection of its own: a transaction sees the activity of its first look only.
  const waiting = () =>
    testDatabase().superuser.query(
      `SELECT FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
  await expect.poll(async () => (await waiting()).rowCount, { timeout: 30_000 }).toBe(works.length);
  await superuser.query("COMMIT");
  await running;
}

describe("without locks", () => {
  beforeAll(() =>
    superuser.query(`
      CREATE OR REPLACE FUNCTION lock_schedule(of_whom uuid) RETURNS void LANGUAGE plpgsql AS 'BEGIN END'`),
  );

  // The control of races.db.test.ts, race.db.test.ts and storm.db.test.ts.
  it("and appointments_doctor_free two patients get one time", async () => {
    await superuser.query("ALTER TABLE appointments DROP CONSTRAINT appointments_doctor_free");
    await race(patients.map((_, who) => () => book(who, at(13))));
    const broken: Name = "a doctor sees one patient at a time, but for overbooking";
    expect(await brokenInvariants()).toEqual({ [broken]: expect.any(Number) as unknown });
  });

  it("and the triggers that respect holds a time is held for one and given to another", async () => {
    doctor = await makeDoctor();
    await superuser.query(`
      DROP TRIGGER appointments_respect_holds ON appointments;
      DROP TRIGGER slot_holds_free ON slot_holds`);
    const { id } = await book(0, at(20));
    await race([
      () => proposeTimes(doctor.actor, id, [at(20, 60)], { now }),
      () => book(1, at(20, 60)),
    ]);
    const broken: Name =
      "nobody sits on a time that is held for somebody else, but for overbooking";
    expect(Object.keys(await brokenInvariants())).toContain(broken);
  });
});
