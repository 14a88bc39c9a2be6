import { beforeAll, describe, expect, it } from "vitest";
import { anonymous } from "#lib/access/actor.ts";
import { listSlots, loadSchedules } from "#lib/availability/queries.ts";
import { judgeTime } from "#lib/availability/rules.ts";
import { asActor, identityDb } from "#lib/db.ts";
import { decryptFrom } from "#lib/encryption/columns.ts";
import { env } from "#lib/env.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { DAY } from "#lib/time/interval.ts";
import { addDays } from "#lib/time/local-day.ts";
import { localDay } from "#lib/time/zone.ts";
import { seed } from "./main.ts";

const now = new Date();
beforeAll(() => seed(testDatabase().ownerUrl, { now }));

/** Rows as a superuser sees them. */
async function rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
  const result = await testDatabase().superuser.query(sql, values);
  return result.rows as T[];
}

const VISITS = `SELECT a.*, d.full_name, pu.email AS patient, du.email AS doctor
  FROM appointments a
  JOIN patients p ON p.id = a.patient_id JOIN users pu ON pu.id = p.user_id
  JOIN doctors d ON d.id = a.doctor_id JOIN users du ON du.id = d.user_id`;
interface Visit {
  doctor_id: string;
  visit_type_id: string;
  starts_at: Date;
  ends_at: Date;
  expires_at: Date | null;
  status: string;
  doctor: string;
  patient: string;
}

describe("the demo's people", () => {
  it("are one admin, twelve doctors and forty patients, who all share a password", async () => {
    const users = await identityDb().user.findMany();
    const emails = (role: string) =>
      users.flatMap((user) => (user.role === role ? [user.email] : [])).sort();
    const numbered = (name: string, many: number) =>
      Array.from({ length: many }, (_, index) => `${name}${index + 1}@slotwell.test`).sort();
    expect(emails("admin")).toEqual(["admin@slotwell.test"]);
    expect(emails("doctor")).toEqual(numbered("doctor", 12));
    expect(emails("patient")).toEqual(numbered("patient", 40));
    expect(new Set(users.map((user) => user.passwordHash)).size).toBe(1);
  });

  it("are doctors of eight specializations or more, in two zones", async () => {
    const doctors = await rows<Record<string, string>>(
      `SELECT u.email, d.specialization, d.approval::text, c.time_zone FROM doctors d
       JOIN users u ON u.id = d.user_id JOIN clinics c ON c.id = d.clinic_id
       WHERE d.verified_at IS NOT NULL ORDER BY length(u.email), u.email`,
    );
    expect(doctors[0]?.["specialization"]).toBe("cardiology");
    expect(doctors[1]?.["specialization"]).toBe("dermatology");
    expect(new Set(doctors.map((d) => d["specialization"])).size).toBeGreaterThanOrEqual(8);
    const zones = new Set(doctors.map((d) => d["time_zone"]));
    expect([...zones].sort()).toEqual(["America/New_York", "Europe/Berlin"]);
    const manual = Array.from({ length: 11 }, () => "manual");
    expect(doctors.map((d) => d["approval"])).toEqual([...manual, "automatic"]);
  });
});

it("knows of every patient whom to call, and in which language", async () => {
  expect(
    await rows(
      `SELECT FROM patients p LEFT JOIN patient_profiles f ON f.patient_id = p.id
       WHERE f.preferred_language IS NULL OR f.emergency_contact_name IS NULL OR f.emergency_contact_phone IS NULL`,
    ),
  ).toEqual([]);
});

describe("the demo's appointments", () => {
  it("lie on times that were free by the rules", async () => {
    const coming = await rows<Visit>(
      `${VISITS} WHERE a.status IN ('pending', 'confirmed') AND a.starts_at > $1`,
      [now],
    );
    expect(coming.length).toBeGreaterThan(50);
    const ids = [...new Set(coming.map((visit) => visit.doctor_id))];
    const window = { start: now.getTime() - DAY, end: now.getTime() + 40 * DAY };
    const schedules = await asActor(anonymous, (tx) => loadSchedules(tx, ids, window));
    for (const visit of coming) {
      const schedule = schedules.get(visit.doctor_id);
      const visitType = schedule?.visitTypes.find(({ id }) => id === visit.visit_type_id);
      if (!schedule || !visitType) throw new Error("A visit without a schedule");
      const start = visit.starts_at.getTime();
      const others = schedule.busy.filter((busy) => busy.start !== start);
      const facts = { ...schedule, minimumNoticeMinutes: 0, busy: others };
      expect(judgeTime(facts, visitType, start, now.getTime())).toMatchObject({
        slot: { start, end: visit.ends_at.getTime() },
      });
    }
  });

  it("leave every doctor free times on most days", async () => {
    const doctors = await rows<{ id: string; time_zone: string }>(
      "SELECT d.id, c.time_zone FROM doctors d JOIN clinics c ON c.id = d.clinic_id",
    );
    for (const { id, time_zone } of doctors) {
      const from = addDays(localDay(time_zone, now.getTime()), 1);
      const { slots } = await listSlots(anonymous, id, { from, to: addDays(from, 27) }, now);
      expect(new Set(slots.map(({ date }) => date)).size).toBeGreaterThan(28 / 2);
    }
  });

  it("hold several requests for doctor1 that can still be decided", async () => {
    const requests = await rows<Visit>(
      `${VISITS} WHERE a.status = 'pending' AND du.email = 'doctor1@slotwell.test'`,
    );
    expect(requests.length).toBeGreaterThanOrEqual(4);
    for (const { expires_at, starts_at } of requests) {
      expect(expires_at && expires_at > now && expires_at <= starts_at).toBe(true);
    }
  });

  it("have one event per version, the last of which tells the status", async () => {
    const wrong = await rows(
      `SELECT FROM appointments a WHERE status IS DISTINCT FROM (
         SELECT to_status FROM appointment_events e WHERE e.appointment_id = a.id AND e.version = a.version)
       OR version <> (SELECT count(*) FROM appointment_events e WHERE e.appointment_id = a.id)`,
    );
    expect(wrong).toEqual([]);
  });
});

describe("the demo's first patient", () => {
  it("has a history and two records with doctor1, and nothing with doctor2", async () => {
    const visits = await rows<Visit>(`${VISITS} WHERE pu.email = 'patient1@slotwell.test'`);
    const withDoctor1 = visits.filter(({ doctor }) => doctor === "doctor1@slotwell.test");
    const completed = withDoctor1.filter(({ status }) => status === "completed");
    expect(completed.length).toBeGreaterThanOrEqual(6);
    expect(visits.some(({ doctor }) => doctor === "doctor2@slotwell.test")).toBe(false);
    const records = await rows<{ id: string; diagnosis: string }>(
      `SELECT r.id, r.diagnosis FROM medical_records r JOIN patients p ON p.id = r.patient_id
       JOIN users u ON u.id = p.user_id WHERE u.email = 'patient1@slotwell.test'`,
    );
    const diagnoses = records.map(({ id, diagnosis }) =>
      decryptFrom(
        { table: "medical_records", id, column: "diagnosis" },
        diagnosis,
        env().ENCRYPTION_KEYS,
      ),
    );
    expect(diagnoses.sort()).toEqual([
      "Essential hypertension, improving; mixed hyperlipidemia",
      "Essential hypertension, newly diagnosed",
    ]);
  });

  it("has told of a past that doctor1 knows more of, and so have about half of the others", async () => {
    const entries = await rows<{
      id: string;
      name: string;
      kind: string;
      by: string;
      email: string;
    }>(
      `SELECT h.id, h.name, h.kind::text, b.email AS by, u.email FROM history_entries h JOIN users b ON b.id = h.recorded_by
       JOIN patients p ON p.id = h.patient_id JOIN users u ON u.id = p.user_id`,
    );
    const own = entries.filter(({ email }) => email === "patient1@slotwell.test");
    expect(new Set(own.map(({ kind }) => kind)).size).toBe(6);
    expect(new Set(own.map(({ by }) => by))).toEqual(
      new Set(["patient1@slotwell.test", "doctor1@slotwell.test"]),
    );
    const allergy = own.find(({ kind }) => kind === "allergy");
    const place = { table: "history_entries", id: allergy?.id ?? "", column: "name" } as const;
    expect(decryptFrom(place, allergy?.name ?? "", env().ENCRYPTION_KEYS)).toBe("Penicillin");
    expect(new Set(entries.map(({ email }) => email)).size).toBeGreaterThanOrEqual(18);
  });

  it("looks forward to visits with different doctors", async () => {
    const coming = await rows<Visit>(
      `${VISITS} WHERE pu.email = 'patient1@slotwell.test' AND a.starts_at > $1`,
      [now],
    );
    expect(coming.map(({ status }) => status).sort()).toEqual(["confirmed", "pending"]);
    expect(new Set(coming.map(({ doctor }) => doctor)).size).toBe(2);
  });
});

describe("the import", () => {
  it("is one entry of a whole audit trail", async () => {
    expect(await rows("SELECT action FROM audit_events")).toEqual([{ action: "demo.import" }]);
    expect(await rows("SELECT audit_verify() AS broken")).toEqual([{ broken: null }]);
  });

  it("refuses a database that is not empty, and changes nothing", async () => {
    const count = () => rows("SELECT count(*) FROM appointments");
    const before = await count();
    await expect(seed(testDatabase().ownerUrl, { now })).rejects.toThrow(/not empty/);
    expect(await count()).toEqual(before);
  });
});
