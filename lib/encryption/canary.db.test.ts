import { expect, it, vi } from "vitest";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { addAttachment } from "../attachments/commands.ts";
import { openEmergencyAccess } from "../emergency/commands.ts";
import { addEntry, changeEntry } from "../history/commands.ts";
import { log, reportFailure } from "../log.ts";
import { updateProfile } from "../patients/commands.ts";
import { profileSchema } from "../patients/schema.ts";
import { amendRecord, retractRecord } from "../records/commands.ts";
import { saveDraft } from "../records/drafts.ts";
import { testDatabase } from "../testing/database.ts";
import { at, now, openPractice, world } from "../testing/practice.ts";
import { confirmedVisit, write } from "../testing/records.ts";

openPractice();
const CANARY = "Canary4711";

/** Writes the canary into every clinical field that there is. */
async function plant(): Promise<void> {
  const { doctor, stranger, patient, admin } = world;
  const patientId = patient.patientId ?? "";
  await confirmedVisit(8);
  const asked = { doctorId: doctor.doctorId, startsAt: at(9), reason: CANARY };
  const { id } = await bookAppointment(patient, asked, { now, idempotencyKey: CANARY.slice(6) });
  await changeStatus(doctor.actor, id, "decline", { now, reason: CANARY });
  const squeezed = { ...asked, startsAt: at(8), patientId, overbookReason: CANARY };
  await bookAppointment(admin, { ...squeezed, startsAt: at(8, 5 * 60) }, { now });
  const record = await write({
    ...{ diagnosis: CANARY, treatment: CANARY, notes: CANARY },
    prescriptions: [
      {
        drug: CANARY,
        dose: CANARY,
        route: CANARY,
        frequency: CANARY,
        duration: CANARY,
        instructions: CANARY,
      },
    ],
    labResults: [{ name: CANARY, text: CANARY, unit: CANARY, takenAt: "2025-01-01" }],
  });
  await amendRecord(doctor.actor, record.id, { notes: `${CANARY} again` }, { now });
  await saveDraft(doctor.actor, { id: record.id, patientId }, { notes: CANARY }, now);
  const bytes = Buffer.from(`%PDF-1.7 ${CANARY}`);
  await addAttachment(doctor.actor, record.id, { name: `${CANARY}.pdf`, bytes }, now);
  await retractRecord(doctor.actor, record.id, CANARY, { now });
  const entry = { kind: "allergy" as const, name: CANARY, note: CANARY };
  const { id: entryId } = await addEntry(patient, patientId, entry, { now });
  await changeEntry(patient, patientId, entryId, { note: `${CANARY} again` }, { now });
  await openEmergencyAccess(stranger.actor, patientId, CANARY);
  const insurance = { provider: "Helvetia", number: CANARY };
  await updateProfile(patient, patientId, profileSchema.parse({ insurance }), { now });
}

it("leaves no clinical word in a dump of the database", async () => {
  await plant();
  const { superuser } = testDatabase();
  const { rows: tables } = await superuser.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  expect(tables.length).toBeGreaterThan(25);
  const encodings = [
    CANARY,
    Buffer.from(CANARY).toString("hex"),
    Buffer.from(CANARY).toString("base64").slice(0, 12),
  ];
  for (const { name } of tables) {
    const { rows } = await superuser.query<{ row: string }>(
      `SELECT t::text AS row FROM "${name}" t`,
    );
    const text = rows
      .map(({ row }) => row)
      .join("\n")
      .toLowerCase();
    for (const encoded of encodings) {
      expect([name, text.includes(encoded.toLowerCase())]).toEqual([name, false]);
    }
  }
});

it("leaves none in the log either, when a write fails that carries one", async () => {
  const error = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const { superuser } = testDatabase();
  const failure: unknown = await superuser
    .query(
      "INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment) VALUES ($1, $2, $3, $3)",
      [world.patient.patientId, world.doctor.doctorId, CANARY],
    )
    .catch((refused: unknown) => refused);
  expect(String(failure)).toContain("medical_records_encrypted");
  reportFailure(failure);
  expect(error).toHaveBeenCalledOnce();
  expect(JSON.stringify(error.mock.calls)).not.toContain(CANARY);
  error.mockRestore();
});
