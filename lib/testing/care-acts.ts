import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { loadCare } from "../access/care.ts";
import type { UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus, type StatusEvent } from "../appointments/commands.ts";
import { asActor, disconnect } from "../db.ts";
import { testDatabase } from "./database.ts";
import { someCiphertext } from "./encrypted.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "./people.ts";
import { rawAs } from "./raw.ts";

// A doctor and a patient of their own for each test, and the acts from which care follows or does not.

export const now = new Date("2025-01-06T12:00:00Z");
export const at = (day: number) => new Date(Date.UTC(2025, 0, day, 14));
export const reason = "A reason";

export const world = {} as { doctor: TestDoctor; patient: UserActor; admin: UserActor };
let author: TestDoctor;
export const patientId = () => world.patient.patientId ?? "";

/** Called once by each test file. */
export function openCareActs(): void {
  beforeAll(async () => {
    world.admin = await makeAdmin();
    author = await makeDoctor();
  });
  beforeEach(async () => {
    world.doctor = await makeDoctor();
    world.patient = (await makePatient()).actor;
    await addClinicalData();
  });
  afterAll(disconnect);
}

const PROTECTED = ["medical_records", "patient_profiles", "history_entries"];

/** Data of the patient's that only those who treat them see, and that another doctor wrote. */
async function addClinicalData(): Promise<void> {
  const { superuser } = testDatabase();
  const id = patientId();
  await superuser.query(
    "INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment) VALUES ($1, $2, $3, $3)",
    [id, author.doctorId, someCiphertext],
  );
  await superuser.query("INSERT INTO patient_profiles (patient_id) VALUES ($1)", [id]);
  await superuser.query(
    `INSERT INTO history_entries (patient_id, kind, name, source, recorded_by)
     VALUES ($1, 'allergy', $2, 'patient', $3)`,
    [id, someCiphertext, world.patient.userId],
  );
}

/** A request of the patient. Returns its id. */
export async function request(startsAt = at(8), { doctorId } = world.doctor): Promise<string> {
  return (await bookAppointment(world.patient, { doctorId, startsAt }, { now })).id;
}

export const change = (actor: UserActor, event: StatusEvent, id: string, when = now) =>
  changeStatus(actor, id, event, { now: when, reason });

/** What staff asks for when they add an appointment of the patient with the doctor. */
export const overbooking = (startsAt: Date) => ({
  doctorId: world.doctor.doctorId,
  startsAt,
  patientId: patientId(),
  overbookReason: reason,
});

export const overbook = async (actor: UserActor) =>
  (await bookAppointment(actor, overbooking(at(10)), { now })).id;

/** An appointment that the doctor added while they treated the patient, who then canceled their own. */
export async function added(): Promise<string> {
  const own = await request();
  await change(world.doctor.actor, "approve", own);
  const id = await overbook(world.doctor.actor);
  await change(world.patient, "cancel", own);
  return id;
}

/** Whether a doctor treats the patient: the same by the function, the policies and the loader. */
export async function treated({ actor } = world.doctor): Promise<boolean> {
  const counts = PROTECTED.map(
    (table) =>
      `(SELECT count(*)::int FROM ${table} WHERE patient_id = '${patientId()}') AS ${table}`,
  );
  const { rows } = await rawAs(
    actor,
    `SELECT treats('${patientId()}') AS treats, ${counts.join(", ")}`,
  );
  const { treats, ...seen } = (rows as [{ treats: boolean }])[0];
  expect(Object.values(seen)).toEqual(PROTECTED.map(() => (treats ? 1 : 0)));
  const care = asActor(actor, (tx) => loadCare(tx, actor, patientId()));
  if (treats) expect((await care).purpose).toBe("treatment");
  else await expect(care).rejects.toMatchObject({ code: "not_found" });
  return treats;
}
