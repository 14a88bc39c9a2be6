import type { ProvenActor, UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { testDatabase } from "./database.ts";
import { someCiphertext } from "./encrypted.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "./people.ts";

// Everybody who may or may not see what is a patient's.

/** A Monday. */
export const now = new Date("2025-01-06T12:00:00Z");

export interface CareWorld {
  patient: UserActor;
  patientId: string;
  admin: ProvenActor;
  /** Has a confirmed visit with the patient. */
  treating: UserActor;
  /** Was asked for a visit, and has not answered. */
  asked: UserActor;
  /** Had a visit that was canceled. */
  canceled: UserActor;
  /** Has nothing to do with the patient, nor has the other patient. */
  stranger: UserActor;
  outsider: UserActor;
  /** Opened the patient's data in an emergency: just now, and so long ago that it is over. */
  emergency: UserActor;
  late: UserActor;
  /** Treats the patient, but the account is disabled. */
  disabled: UserActor;
}

export async function makeCareWorld(): Promise<CareWorld> {
  const { actor: patient, patientId } = await makePatient();
  const [treating, asked, canceled, disabled] = await Promise.all([
    doctorAfter(patient, 8, "approve"),
    doctorAfter(patient, 9),
    doctorAfter(patient, 10, "cancel"),
    doctorAfter(patient, 11, "approve"),
  ]);
  const [stranger, emergency, late] = [await makeDoctor(), await makeDoctor(), await makeDoctor()];
  await openInEmergency(patientId, emergency, "now()");
  await openInEmergency(patientId, late, "now() - interval '61 minutes'");
  const { superuser } = testDatabase();
  await superuser.query("UPDATE users SET disabled_at = now() WHERE id = $1", [disabled.userId]);
  return {
    ...{ patient, patientId, treating, asked, canceled, disabled },
    ...{ stranger: stranger.actor, emergency: emergency.actor, late: late.actor },
    admin: await makeAdmin(),
    outsider: (await makePatient()).actor,
  };
}

async function doctorAfter(
  patient: UserActor,
  day: number,
  event?: "approve" | "cancel",
): Promise<UserActor> {
  const { actor, doctorId } = await makeDoctor();
  const startsAt = new Date(Date.UTC(2025, 0, day, 14));
  const { id } = await bookAppointment(patient, { doctorId, startsAt }, { now });
  if (event) await changeStatus(actor, id, event, { now, reason: "x" });
  return actor;
}

async function openInEmergency(patientId: string, { doctorId }: TestDoctor, at: string) {
  const client = await testDatabase().superuser.connect();
  try {
    await client.query("SET ROLE slotwell_import");
    await client.query(
      `INSERT INTO emergency_accesses (patient_id, doctor_id, reason, granted_at, expires_at)
       VALUES ($1, $2, $3, ${at}, ${at} + interval '60 minutes')`,
      [patientId, doctorId, someCiphertext],
    );
  } finally {
    await client.query("RESET ROLE");
    client.release();
  }
}

interface AuditRow {
  action: string;
  actor_id: string;
  detail: Record<string, unknown>;
}

/** What the audit trail says was done with a patient's data from here on. */
export async function watchTrail(patientId: string): Promise<() => Promise<AuditRow[]>> {
  const { superuser } = testDatabase();
  const { rows } = await superuser.query<{ seq: string }>("SELECT seq FROM audit_head");
  return async () => {
    const trail = await superuser.query<AuditRow>(
      "SELECT action, actor_id, detail FROM audit_events WHERE patient_id = $1 AND seq > $2 ORDER BY seq",
      [patientId, rows[0]?.seq],
    );
    return trail.rows;
  };
}
