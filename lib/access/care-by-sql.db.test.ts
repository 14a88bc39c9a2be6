import { describe, expect, it } from "vitest";
import {
  added,
  at,
  change,
  now,
  openCareActs,
  patientId,
  request,
  treated,
  world,
} from "../testing/care-acts.ts";
import { testDatabase } from "../testing/database.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { makeDoctor, makePatient } from "../testing/people.ts";
import { rawAs } from "../testing/raw.ts";
import { insertAppointment } from "../testing/raw-appointment.ts";
import type { UserActor } from "./actor.ts";

openCareActs();
const { superuser } = testDatabase();

// Raw SQL as the application's login on behalf of a doctor: every statement that they can send.
describe("by raw SQL, a doctor", () => {
  const denied = { code: "42501" };
  const insert = (more?: Record<string, string>, startsAt = at(20)) =>
    rawAs(world.doctor.actor, insertAppointment(world.doctor, world.patient, startsAt, more));

  // Fails without treats() in the policy that adds appointments.
  it.each([
    ["without any appointment", () => Promise.resolve()],
    ["after a request", () => request()],
    ["after a canceled request", async () => change(world.patient, "cancel", await request())],
    ["after they added one, and no longer treat the patient", added],
  ])("adds no appointment %s", async (_when, before: () => Promise<unknown>) => {
    await before();
    for (const status of ["confirmed", "pending"]) {
      await expect(insert({ status })).rejects.toMatchObject(denied);
    }
    expect(await treated()).toBe(false);
  });

  it("sees no name by adding an appointment", async () => {
    await expect(insert()).rejects.toMatchObject(denied);
    const name = `SELECT FROM patients WHERE id = '${patientId()}'`;
    expect((await rawAs(world.doctor.actor, name)).rowCount).toBe(0);
  });

  it("adds none in the name of another doctor, nor for one", async () => {
    await change(world.doctor.actor, "approve", await request());
    const other = await makeDoctor();
    for (const actor of [world.doctor.actor, other.actor]) {
      const foreign = insertAppointment(other, world.patient, at(20));
      await expect(rawAs(actor, foreign)).rejects.toMatchObject(denied);
    }
  });

  // Fails without the grants by column: the database alone says who agreed.
  it("does not say that the patient agreed", async () => {
    const id = await added();
    await expect(insert({ agreed: "true" })).rejects.toMatchObject(denied);
    for (const set of ["agreed = true", "agreed = true, version = version + 1"]) {
      const forged = rawAs(world.doctor.actor, `UPDATE appointments SET ${set} WHERE id = '${id}'`);
      await expect(forged).rejects.toMatchObject(denied);
    }
    const event = `INSERT INTO appointment_events (appointment_id, version, type, to_status, to_starts_at, actor_id, actor_role)
      VALUES ('${id}', 99, 'accepted', 'confirmed', now(), '${world.patient.userId}', 'patient')`;
    await expect(rawAs(world.doctor.actor, event)).rejects.toMatchObject(denied);
    const step =
      "INSERT INTO appointment_transitions VALUES ('accepted', 'confirmed', 'confirmed', 'doctor', false)";
    await expect(rawAs(world.doctor.actor, step)).rejects.toMatchObject(denied);
    expect(await treated()).toBe(false);
  });

  it("keeps an appointment's patient, doctor and beginning", async () => {
    const id = await added();
    const stranger = (await makePatient()).actor;
    const other = await makeDoctor();
    for (const set of [
      `patient_id = '${stranger.patientId ?? ""}'`,
      `doctor_id = '${other.doctorId}', visit_type_id = '${other.visitTypeId}'`,
      "created_at = now()",
    ]) {
      const changed = `UPDATE appointments SET version = version + 1, event = 'canceled', status = 'canceled', ${set} WHERE id = '${id}'`;
      await expect(rawAs(world.doctor.actor, changed)).rejects.toMatchObject({
        constraint: "appointments_identity",
      });
    }
  });

  // Fails without `agreed` in appointments_guard and in treats().
  it("begins no care by any step with what they added", async () => {
    const own = await request();
    await change(world.doctor.actor, "approve", own);
    const made = now.toISOString();
    const { rows } = await insert({ status: "pending", created_at: made, updated_at: made });
    const [{ id }] = rows as [{ id: string }];
    const step = (set: string) =>
      rawAs(
        world.doctor.actor,
        `UPDATE appointments SET version = version + 1, ${set} WHERE id = '${id}'`,
      );
    await change(world.patient, "cancel", own);
    const approval = "event = 'approved', status = 'confirmed', expires_at = NULL";
    await step(approval);
    expect(await treated()).toBe(false);
    for (const again of [
      approval,
      "event = 'accepted'",
      "event = 'booked'",
      "event = 'requested'",
    ]) {
      await expect(step(again)).rejects.toMatchObject({ constraint: "appointments_lifecycle" });
    }
    await step(
      "event = 'rescheduled', starts_at = starts_at - interval '1 day', ends_at = ends_at - interval '1 day'",
    );
    await step("event = 'no_show', status = 'no_show'");
    await step("event = 'completed', status = 'completed'");
    expect(await treated()).toBe(false);
  });

  // Fails without OLD.agreed in appointments_guard.
  it("gets no second confirmation of the same appointment", async () => {
    const id = await request();
    await change(world.doctor.actor, "approve", id);
    for (const [actor, event] of [
      [world.patient, "accepted"],
      [world.admin, "approved"],
    ] as const) {
      const again = `UPDATE appointments SET version = version + 1, event = '${event}' WHERE id = '${id}'`;
      await expect(rawAs(actor, again)).rejects.toMatchObject({
        constraint: "appointments_lifecycle",
      });
    }
  });

  it("writes no record and no entry of the history", async () => {
    await added();
    const whose = `'${patientId()}'`;
    const words = `'${someCiphertext}'`;
    for (const statement of [
      `INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment) VALUES (${whose}, '${world.doctor.doctorId}', ${words}, ${words})`,
      `INSERT INTO history_entries (patient_id, kind, name, source, recorded_by) VALUES (${whose}, 'allergy', ${words}, 'practitioner', '${world.doctor.actor.userId}')`,
      `INSERT INTO record_drafts (doctor_id, patient_id, content, updated_at) VALUES ('${world.doctor.doctorId}', ${whose}, ${words}, now())`,
    ]) {
      await expect(rawAs(world.doctor.actor, statement)).rejects.toMatchObject(denied);
    }
  });
});

it("answers treats() for the acting, enabled doctor alone", async () => {
  await change(world.doctor.actor, "approve", await request());
  const ask = async (actor: UserActor): Promise<unknown> =>
    (await rawAs(actor, `SELECT treats('${patientId()}')`)).rows;
  expect(await ask(world.doctor.actor)).toEqual([{ treats: true }]);
  for (const actor of [world.patient, world.admin, (await makeDoctor()).actor]) {
    expect(await ask(actor)).toEqual([{ treats: false }]);
  }
  await superuser.query("UPDATE users SET disabled_at = now() WHERE id = $1", [
    world.doctor.actor.userId,
  ]);
  expect(await ask(world.doctor.actor)).toEqual([{ treats: false }]);
});

it("is asked of treats() by every policy", async () => {
  const { rows } = await superuser.query<{ policy: string }>(
    `SELECT tablename || ' ' || policyname AS policy FROM pg_policies
     WHERE concat(qual, with_check) LIKE '%treats(%' ORDER BY 1`,
  );
  expect(rows.map(({ policy }) => policy)).toEqual([
    "appointments add",
    "history_entries add",
    "history_entries read",
    "medical_records add",
    "medical_records read",
    "patient_profiles read",
    "record_drafts own",
  ]);
  const { rows: others } = await superuser.query(
    `SELECT policyname FROM pg_policies WHERE concat(qual, with_check) ~ 'confirmed|completed|agreed'`,
  );
  expect(others).toEqual([]);
});
