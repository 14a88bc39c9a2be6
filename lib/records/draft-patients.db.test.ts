import { beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { closeAccount } from "../accounts/commands.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { testDatabase } from "../testing/database.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { makePatient } from "../testing/people.ts";
import { at, now, openPractice, world } from "../testing/practice.ts";
import { rawAs, setActor } from "../testing/raw.ts";
import { confirmedVisit, write } from "../testing/records.ts";
import { saveDraft } from "./drafts.ts";

// A draft belongs to its author and to the patient of what it is about, and ends with either.

openPractice();
const { superuser } = testDatabase();
const patientId = () => world.patient.patientId ?? "";
/** Another patient of the same doctor. */
let other: UserActor;
let visit: string;

beforeEach(async () => {
  visit = await confirmedVisit();
  other = (await makePatient()).actor;
  const input = { doctorId: world.doctor.doctorId, startsAt: at(9) };
  const { id } = await bookAppointment(other, input, { now });
  await changeStatus(world.doctor.actor, id, "approve", { now });
});

async function drafts(): Promise<{ subject: string; patient: string }[]> {
  const { rows } = await superuser.query<{ subject: string; patient: string }>(
    `SELECT subject_id AS subject, patient_id AS patient FROM record_drafts WHERE doctor_id = $1`,
    [world.doctor.doctorId],
  );
  return rows;
}

const save = (id: string, whose = patientId()) =>
  saveDraft(world.doctor.actor, { id, patientId: whose }, { notes: "begun" }, at(8));

const INSERT = (values: Record<string, string>) => {
  const all = { doctor_id: world.doctor.doctorId, content: someCiphertext, ...values };
  const literals = Object.values(all).map((value) => `'${value}'`);
  return `INSERT INTO record_drafts (${Object.keys(all).join(", ")}, updated_at) VALUES (${literals.join(", ")}, now())`;
};

describe("the patient of a draft", () => {
  it("is the patient of its appointment, record or of the draft itself", async () => {
    const { id: record } = await write();
    for (const subject of [visit, record, patientId()]) await save(subject);
    await save(other.patientId ?? "", other.patientId ?? "");
    expect(await drafts()).toEqual(
      expect.arrayContaining([
        ...[visit, record, patientId()].map((subject) => ({ subject, patient: patientId() })),
        { subject: other.patientId, patient: other.patientId },
      ]),
    );
  });

  // Fails without the condition on the subject's patient in saveDraft, or with any subject taken.
  it("is not another one that the form names", async () => {
    const { id: record } = await write();
    const foreign = await confirmedVisit(10, world.stranger);
    for (const [subject, whose] of [
      [visit, other.patientId],
      [record, other.patientId],
      [patientId(), other.patientId],
      [other.patientId, patientId()],
      [foreign, patientId()],
      [foreign, other.patientId],
      [world.doctor.doctorId, patientId()],
    ]) {
      await expect(save(subject ?? "", whose ?? "")).rejects.toMatchObject({ code: "not_found" });
    }
    expect(await drafts()).toEqual([]);
  });

  // Fails without record_drafts_guard and the grants by column.
  it("is not another one by raw SQL", async () => {
    const { id: record } = await write();
    const foreign = await confirmedVisit(11, world.stranger);
    const whose = other.patientId ?? "";
    const misfiled = { constraint: "record_drafts_patient" };
    for (const values of [
      { appointment_id: visit, patient_id: whose },
      { record_id: record, patient_id: whose },
      { appointment_id: foreign, patient_id: patientId() },
      { appointment_id: foreign, patient_id: whose },
      { appointment_id: world.doctor.doctorId, patient_id: patientId() },
    ] as Record<string, string>[]) {
      await expect(rawAs(world.doctor.actor, INSERT(values))).rejects.toMatchObject(misfiled);
    }
    await save(visit);
    for (const set of [
      `patient_id = '${whose}'`,
      `doctor_id = '${world.stranger.doctorId}'`,
      `appointment_id = NULL`,
      `record_id = '${record}'`,
    ]) {
      const moved = rawAs(world.doctor.actor, `UPDATE record_drafts SET ${set}`);
      await expect(moved).rejects.toMatchObject({ code: "42501" });
    }
    const subject = INSERT({ subject_id: visit, patient_id: whose });
    await expect(rawAs(world.doctor.actor, subject)).rejects.toMatchObject({ code: "428C9" });
    expect(await drafts()).toEqual([{ subject: visit, patient: patientId() }]);
  });

  it("is found by raw SQL that names none", async () => {
    await rawAs(world.doctor.actor, INSERT({ appointment_id: visit }));
    expect(await drafts()).toEqual([{ subject: visit, patient: patientId() }]);
  });
});

describe("of more than 100 drafts of a doctor", () => {
  /** Drafts about records of the doctor's own: as many in one statement, a minute apart. */
  async function fill(count: number): Promise<void> {
    await superuser.query(
      `INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment)
       SELECT $1, $2, $3, $3 FROM generate_series(1, $4::int)`,
      [patientId(), world.doctor.doctorId, someCiphertext, count],
    );
    await rawAs(
      world.doctor.actor,
      `INSERT INTO record_drafts (doctor_id, record_id, patient_id, content, updated_at)
       SELECT doctor_id, id, patient_id, '${someCiphertext}', '2025-01-01'::timestamptz + row_number() OVER () * interval '1 minute'
       FROM medical_records WHERE doctor_id = '${world.doctor.doctorId}'`,
    );
  }
  const oldest = async () =>
    (
      await superuser.query<{ minutes: number }>(
        `SELECT extract(epoch FROM min(updated_at) - '2025-01-01')::int / 60 AS minutes
         FROM record_drafts WHERE doctor_id = $1`,
        [world.doctor.doctorId],
      )
    ).rows;

  // Fails without the DELETE in record_drafts_guard.
  it("the oldest goes, by raw SQL as well", async () => {
    await fill(103);
    expect(await drafts()).toHaveLength(100);
    expect(await oldest()).toEqual([{ minutes: 4 }]);
    await save(visit);
    await save(visit);
    expect(await drafts()).toHaveLength(100);
    expect(await oldest()).toEqual([{ minutes: 5 }]);
  });
});

describe("a draft ends", () => {
  const close = (who: UserActor) =>
    closeAccount(
      { ...world.admin, provenAt: now },
      who.userId,
      { name: who.name },
      { now, reason: "The account is closed." },
    );

  // Fails without patients_end_drafts.
  it("when the patient's account is closed, and none begins afterwards", async () => {
    const { id: record } = await write();
    for (const subject of [visit, record, patientId()]) await save(subject);
    await save(other.patientId ?? "", other.patientId ?? "");
    await close(world.patient);
    const left = [{ subject: other.patientId, patient: other.patientId }];
    expect(await drafts()).toEqual(left);
    for (const subject of [record, visit]) {
      await expect(save(subject)).rejects.toMatchObject({ code: "not_found" });
    }
    const raw = rawAs(world.doctor.actor, INSERT({ record_id: record }));
    await expect(raw).rejects.toMatchObject({ constraint: "accounts_stay_closed" });
    expect(await drafts()).toEqual(left);
  });

  // Fails without doctors_end_drafts.
  it("when the author's account is closed", async () => {
    await save(visit);
    const own = "SELECT id FROM appointments WHERE doctor_id = $1";
    const { rows } = await superuser.query<{ id: string }>(own, [world.doctor.doctorId]);
    for (const { id } of rows) {
      await changeStatus(world.admin, id, "cancel", { now, reason: "Gone" });
    }
    await close(world.doctor.actor);
    expect(await drafts()).toEqual([]);
  });

  // Fails without FOR SHARE in record_drafts_guard: the draft is written while the account is closed.
  it("also when it is saved while the account is closed: the saving waits", async () => {
    await changeStatus(world.admin, visit, "cancel", { now, reason: "Gone" });
    const { id: record } = await superuserRecord();
    const closing = await testDatabase().app.connect();
    await closing.query("BEGIN");
    await setActor(closing, world.admin);
    await closing.query("SELECT account_close($1, $2)", [world.patient.userId, now]);
    const saving = rawAs(
      world.doctor.actor,
      `SELECT set_config('lock_timeout', '100', true); ${INSERT({ record_id: record })}`,
    );
    const outcome = await saving.catch((error: unknown) => error);
    await closing.query("COMMIT");
    closing.release();
    expect(outcome).toMatchObject({ code: "55P03" });
    expect(await drafts()).toEqual([]);
  });

  it("with the record that it changes, and with the patient", async () => {
    const { id } = await superuserRecord();
    await save(id);
    await superuser.query("DELETE FROM medical_record_revisions WHERE record_id = $1", [id]);
    await superuser.query("DELETE FROM medical_records WHERE id = $1", [id]);
    expect(await drafts()).toEqual([]);
    const { rows } = await superuser.query(
      `SELECT conname FROM pg_constraint WHERE conrelid = 'record_drafts'::regclass AND contype = 'f' AND confdeltype = 'c' ORDER BY 1`,
    );
    expect(rows).toEqual(
      ["appointment_id", "patient_id", "record_id"].map((column) => ({
        conname: `record_drafts_${column}_fkey`,
      })),
    );
  });

  async function superuserRecord(): Promise<{ id: string }> {
    const { rows } = await superuser.query<{ id: string }>(
      `INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment) VALUES ($1, $2, $3, $3) RETURNING id`,
      [patientId(), world.doctor.doctorId, someCiphertext],
    );
    return rows[0] ?? expect.fail("no record");
  }
});
