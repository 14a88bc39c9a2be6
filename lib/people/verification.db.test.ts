import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { v7 as uuid } from "uuid";
import type { ProvenActor, UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { listAppointments } from "../appointments/queries.ts";
import { asActor, disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, proven, type TestDoctor } from "../testing/people.ts";
import { countWaiting, getOwnApplication, listApplications } from "./applications.ts";
import { getDoctorWeek } from "./queries.ts";
import { declineDoctor, takeVerificationBack, verifyDoctor } from "./verification.ts";

// A Monday; 12:00Z is 07:00 in New York.
const now = new Date("2025-01-06T12:00:00Z");
const startsAt = new Date("2025-01-08T14:00:00Z");
let admin: ProvenActor;
let office: TestDoctor;
let applicant: UserActor;
let id: string;

beforeAll(async () => {
  admin = await makeAdmin();
  office = await makeDoctor();
});
beforeEach(async () => {
  [applicant, id] = await makeApplicant();
});
afterAll(disconnect);

/** As identity makes one. */
async function makeApplicant(): Promise<[UserActor, string]> {
  const [userId, doctorId] = [uuid(), uuid()];
  const { rows } = await testDatabase().identity.query(
    "SELECT register_doctor($1, $2, $3, 'Dr. New', 'x', $4, 'neurology', '{English}', 'Nerves', 'NY 7') AS id",
    [userId, doctorId, `${userId}@example.org`, office.clinicId],
  );
  expect(rows).toEqual([{ id: userId }]);
  const nobodyYet = {
    preferredName: null,
    pronouns: null,
    email: null,
    patientId: null,
    doctorId: null,
  };
  return [
    { kind: "user", scopes: null, userId, role: "doctor", name: "Dr. New", ...nobodyYet },
    doctorId,
  ];
}

const verify = (version?: number, actor = admin) =>
  verifyDoctor(actor, id, { now, expectedVersion: version, firstVisitType: "Consultation" });
const decline = (reason: string, version?: number, actor = admin) =>
  declineDoctor(actor, id, { now, expectedVersion: version, reason });
const takeBack = (doctorId: string, actor = admin) =>
  takeVerificationBack(actor, doctorId, { now });
const row = async () =>
  (
    await testDatabase().superuser.query(
      `SELECT verified_at, decline_reason, profile_version,
         (SELECT json_agg(json_build_array(name, minutes, step_minutes)) FROM visit_types WHERE doctor_id = d.id) AS types
       FROM doctors d WHERE id = $1`,
      [id],
    )
  ).rows[0] as unknown;
const untouched = { verified_at: null, decline_reason: null, profile_version: 1, types: null };

describe("an application", () => {
  it("waits, the oldest first, with all it says, for admins alone", async () => {
    const [, later] = await makeApplicant();
    const { waiting } = await listApplications(admin);
    const ids = waiting.map((application) => application.id);
    expect(ids.indexOf(id)).toBeLessThan(ids.indexOf(later));
    expect(waiting.find((application) => application.id === id)).toMatchObject({
      name: "Dr. New",
      email: `${applicant.userId}@example.org`,
      specialization: "neurology",
      biography: "Nerves",
      languages: ["English"],
      licenseNumber: "NY 7",
      declined: null,
    });
    expect(await countWaiting(admin)).toBe(waiting.length);
    for (const other of [applicant, office.actor, (await makePatient()).actor]) {
      const actor = proven(other, now);
      await expect(listApplications(actor)).rejects.toMatchObject({ code: "forbidden" });
      await expect(countWaiting(actor)).rejects.toMatchObject({ code: "forbidden" });
    }
    const own = { clinic: { name: "Clinic", phone: null }, declineReason: null };
    expect(await getOwnApplication(applicant)).toEqual(own);
    expect(await getOwnApplication(office.actor)).toBeNull();
    await expect(getDoctorWeek(applicant, id, {}, now)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is verified with a first visit type, once however often and by however many", async () => {
    await Promise.all([verify(1), verify(1), verify(1)]);
    await verify(1);
    expect(await row()).toEqual({
      verified_at: now,
      decline_reason: null,
      profile_version: 2,
      types: [["Consultation", 30, 30]],
    });
    expect((await getDoctorWeek(applicant, id, {}, now)).doctor.name).toBe("Dr. New");
    expect(await getOwnApplication(applicant)).toBeNull();
  });

  it("is declined with a reason that the applicant reads, and can be verified later", async () => {
    await decline("No licence of that number", 1);
    await decline("No licence of that number", 1);
    expect(await getOwnApplication(applicant)).toMatchObject({
      declineReason: "No licence of that number",
    });
    const { declined } = await listApplications(admin);
    expect(declined.find((application) => application.id === id)).toMatchObject({
      declined: { at: now.toISOString(), reason: "No licence of that number" },
      version: 2,
    });
    await verify(2);
    expect(await row()).toMatchObject({ verified_at: now, decline_reason: null });
  });

  it("is not decided by who looks at an old page", async () => {
    await decline("A", 1);
    await expect(verify(1)).rejects.toMatchObject({ code: "stale_version" });
    await expect(decline("B", 1)).rejects.toMatchObject({ code: "stale_version" });
    expect(await row()).toMatchObject({ verified_at: null, decline_reason: "A" });
    await verify(2);
    await expect(decline("B", 2)).rejects.toMatchObject({ code: "stale_version" });
    expect(await row()).toMatchObject({ verified_at: now, decline_reason: null });
  });

  it("is decided by admins alone", async () => {
    for (const other of [applicant, office.actor, (await makePatient()).actor]) {
      const actor = proven(other, now);
      await expect(verify(1, actor)).rejects.toMatchObject({ code: "forbidden" });
      await expect(decline("x", 1, actor)).rejects.toMatchObject({ code: "forbidden" });
      await expect(takeBack(id, actor)).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await row()).toEqual(untouched);
    for (const nobody of ["nobody", uuid()]) {
      const decision = { now, firstVisitType: "x" };
      await expect(verifyDoctor(admin, nobody, decision)).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(takeBack(nobody)).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

// The third wall alone: no check of the application's in the way.
describe("an applicant at the database", () => {
  it("reaches nothing but their own application", async () => {
    const patient = (await makePatient()).actor;
    await bookAppointment(patient, { doctorId: office.doctorId, startsAt }, { now });
    await asActor(applicant, async (tx) => {
      expect(await tx.appointment.count()).toBe(0);
      expect(await tx.appointmentEvent.count()).toBe(0);
      expect(await tx.patient.count()).toBe(0);
      expect(await tx.medicalRecord.count()).toBe(0);
      expect(await tx.timeOff.count()).toBe(0);
      const [own] = await tx.$queryRaw<{ id: string | null }[]>`SELECT actor_doctor_id() AS id`;
      expect(own).toEqual({ id: null });
      const unverified = await tx.doctor.findMany({ where: { verifiedAt: null } });
      expect(unverified.map((doctor) => doctor.id)).toEqual([id]);
    });
    await changeStatus(office.actor, await only(patient), "decline", { now, reason: "x" });
  });

  it("changes nothing, not even their own application", async () => {
    const types = { doctorId: id, name: "Mine", minutes: 30, stepMinutes: 30 };
    const block = { doctorId: id, weekday: 1, fromMinute: 540, toMinute: 600 };
    const away = { doctorId: id, startsAt: now, endsAt: startsAt };
    const content = new TextEncoder().encode("RIFF\0\0\0\0WEBP");
    for (const write of [
      () => asActor(applicant, (tx) => tx.visitType.create({ data: types })),
      () => asActor(applicant, (tx) => tx.workingHours.create({ data: block })),
      () => asActor(applicant, (tx) => tx.timeOff.create({ data: away })),
      () => asActor(applicant, (tx) => tx.doctorPhoto.create({ data: { doctorId: id, content } })),
    ]) {
      await expect(write()).rejects.toThrow(/row-level security/);
    }
    for (const data of [{ verifiedAt: now }, { biography: "x" }, { declineReason: null }]) {
      const { count } = await asActor(applicant, (tx) =>
        tx.doctor.updateMany({ where: { id }, data }),
      );
      expect(count).toBe(0);
    }
    expect(await row()).toEqual(untouched);
  });

  // Fails without doctors_office_guard and doctors_verification_guard.
  it("lets a verified doctor decide nothing that the office decides", async () => {
    await verify();
    const doctor = { ...applicant, doctorId: id };
    const other = await makeDoctor();
    for (const data of [
      { clinicId: other.clinicId },
      { declinedAt: now, declineReason: "x" },
      { verifiedAt: null },
    ]) {
      const change = asActor(doctor, (tx) => tx.doctor.updateMany({ where: { id }, data }));
      await expect(change).rejects.toThrow(/only an administrator/);
    }
    const own = await asActor(doctor, (tx) =>
      tx.doctor.updateMany({ where: { id }, data: { biography: "Mine" } }),
    );
    expect(own.count).toBe(1);
  });
});

describe("a verification", () => {
  it("is not taken back while a visit or a request is ahead", async () => {
    const doctor = await makeDoctor();
    const patient = (await makePatient()).actor;
    const input = { doctorId: doctor.doctorId, startsAt };
    const visit = await bookAppointment(patient, input, { now });
    const refused = { code: "invalid", detail: { issues: [{ message: "visits_ahead" }] } };
    await expect(takeBack(doctor.doctorId)).rejects.toMatchObject(refused);
    await changeStatus(doctor.actor, visit.id, "approve", { now });
    await expect(takeBack(doctor.doctorId)).rejects.toMatchObject(refused);
    await changeStatus(doctor.actor, visit.id, "cancel", { now, reason: "x" });
    await takeBack(doctor.doctorId);
    await takeBack(doctor.doctorId);

    // Nobody finds the doctor any more, who reaches nothing; whoever was there still reads of it.
    await expect(getDoctorWeek(patient, doctor.doctorId, {}, now)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(bookAppointment(patient, input, { now })).rejects.toMatchObject({
      code: "not_found",
    });
    const seen = async (actor: UserActor) =>
      (await listAppointments(actor, { limit: 10 }, now)).items.map((item) => item.id);
    expect(await seen(doctor.actor)).toEqual([]);
    expect(await seen(patient)).toEqual([visit.id]);
    const { waiting } = await listApplications(admin);
    expect(waiting.map((application) => application.id)).toContain(doctor.doctorId);
  });

  // Fails without lockSchedules in takeVerificationBack: it would not see what is booked meanwhile.
  it("waits for whoever is booking, and then stays", async () => {
    const doctor = await makeDoctor();
    const patient = (await makePatient()).actor;
    const client = await testDatabase().superuser.connect();
    await client.query("BEGIN");
    await client.query("SELECT lock_schedule($1)", [doctor.doctorId]);
    await client.query(
      `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, event)
       VALUES ($1, $2, $3, $4, $5, $5::timestamptz + interval '30 minutes', 'confirmed', 'booked')`,
      [patient.patientId, doctor.doctorId, doctor.clinicId, doctor.visitTypeId, startsAt],
    );
    const outcome = takeBack(doctor.doctorId).then(
      () => "taken back",
      (error: unknown) => error,
    );
    await Promise.race([outcome, somebodyWaits()]);
    await client.query("COMMIT");
    client.release();
    expect(await outcome).toMatchObject({ code: "invalid" });
  });

  it("is refused who looks at an old page", async () => {
    const doctor = await makeDoctor();
    await expect(
      takeVerificationBack(admin, doctor.doctorId, { now, expectedVersion: 7 }),
    ).rejects.toMatchObject({ code: "stale_version" });
  });
});

async function only(patient: UserActor): Promise<string> {
  return (await listAppointments(patient, { limit: 1 }, now)).items[0]?.id ?? "";
}

async function somebodyWaits(): Promise<void> {
  const { superuser } = testDatabase();
  const waiting = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
  while ((await superuser.query(waiting)).rowCount === 0);
}
