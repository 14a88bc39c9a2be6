import { v7 as uuid } from "uuid";
import type { Actor, ProvenActor, UserActor } from "../access/actor.ts";
import { testDatabase } from "./database.ts";

/** A practitioner to book: free Monday to Sunday 09:00-17:00 in the zone, thirty minutes a visit. */
export interface TestDoctor {
  actor: UserActor;
  doctorId: string;
  clinicId: string;
  visitTypeId: string;
}

interface DoctorOptions {
  timeZone?: string;
  approval?: "manual" | "automatic";
  bufferAfterMinutes?: number;
  /** Hours as `[weekday, fromMinute, toMinute]`. */
  hours?: [number, number, number][];
  /** The clinic's limits of a patient's open requests; wide, so that only the tests of limits meet them. */
  requestLimits?: RequestLimits;
}

interface RequestLimits {
  inAll?: number;
  withDoctor?: number;
  onDay?: number;
  cancellations?: number;
}

const WIDE = 1000;

const DAYTIME: [number, number, number][] = [1, 2, 3, 4, 5, 6, 7].map((day) => [day, 540, 1020]);

/** Puts a verified doctor with a clinic of their own into this file's database. */
export async function makeDoctor({
  timeZone = "America/New_York",
  approval = "manual",
  bufferAfterMinutes = 0,
  hours = DAYTIME,
  requestLimits: { inAll = WIDE, withDoctor = WIDE, onDay = WIDE, cancellations = WIDE } = {},
}: DoctorOptions = {}): Promise<TestDoctor> {
  const { superuser } = testDatabase();
  const [userId, doctorId, clinicId, visitTypeId] = [uuid(), uuid(), uuid(), uuid()];
  await makeUser(userId, "doctor");
  await superuser.query(
    `INSERT INTO clinics (id, name, address, time_zone, max_open_requests, max_open_requests_with_doctor,
       max_open_requests_on_day, max_cancellations)
     VALUES ($1, 'Clinic', '1 Street', $2, $3, $4, $5, $6)`,
    [clinicId, timeZone, inAll, withDoctor, onDay, cancellations],
  );
  await superuser.query(
    `INSERT INTO doctors (id, user_id, clinic_id, full_name, specialization, approval, horizon_days, verified_at)
     VALUES ($1, $2, $3, 'Dr. Test', 'cardiology', $4, 400, now())`,
    [doctorId, userId, clinicId, approval],
  );
  await superuser.query(
    `INSERT INTO visit_types (id, doctor_id, name, minutes, step_minutes, buffer_after_minutes)
     VALUES ($1, $2, 'Visit', 30, 30, $3)`,
    [visitTypeId, doctorId, bufferAfterMinutes],
  );
  for (const [weekday, from, to] of hours) {
    await superuser.query(
      "INSERT INTO working_hours (doctor_id, weekday, from_minute, to_minute) VALUES ($1, $2, $3, $4)",
      [doctorId, weekday, from, to],
    );
  }
  const actor = actorOf(userId, "doctor", { doctorId });
  return { actor, doctorId, clinicId, visitTypeId };
}

/** Puts a patient into this file's database. */
export async function makePatient(): Promise<{ actor: UserActor; patientId: string }> {
  const [userId, patientId] = [uuid(), uuid()];
  await makeUser(userId, "patient");
  await testDatabase().superuser.query(
    "INSERT INTO patients (id, user_id, full_name) VALUES ($1, $2, 'Pat Test')",
    [patientId, userId],
  );
  return { actor: actorOf(userId, "patient", { patientId }), patientId };
}

/** Puts an administrator into this file's database, whose proof never gets too old. */
export async function makeAdmin(): Promise<ProvenActor> {
  const userId = uuid();
  await makeUser(userId, "admin");
  return proven(actorOf(userId, "admin", {}), new Date("9999-01-01"));
}

/** The actor of a user who has proved at `provenAt` who they are; of a visitor a forged one. */
export const proven = (actor: Actor, provenAt: Date): ProvenActor =>
  ({ ...actor, provenAt }) as ProvenActor;

/** The name of an account, which is that of the profile. */
const NAMES = { patient: "Pat Test", doctor: "Dr. Test", admin: "A admin" };

async function makeUser(userId: string, role: UserActor["role"]): Promise<void> {
  await testDatabase().superuser.query("INSERT INTO users (id, name, role) VALUES ($1, $2, $3)", [
    userId,
    NAMES[role],
    role,
  ]);
}

function actorOf(
  userId: string,
  role: UserActor["role"],
  { patientId = null, doctorId = null }: { patientId?: string | null; doctorId?: string | null },
): UserActor {
  return {
    kind: "user",
    userId,
    role,
    name: NAMES[role],
    preferredName: null,
    pronouns: null,
    email: null,
    patientId,
    doctorId,
    scopes: null,
  };
}
