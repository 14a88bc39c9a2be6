import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { addAttachment } from "../attachments/commands.ts";
import { openEmergencyAccess } from "../emergency/commands.ts";
import { addEntry, changeEntry } from "../history/commands.ts";
import { updateProfile } from "../patients/commands.ts";
import { profileSchema } from "../patients/schema.ts";
import { amendRecord, retractRecord } from "../records/commands.ts";
import { saveDraft } from "../records/drafts.ts";
import { at, now, world } from "./practice.ts";
import { confirmedVisit, write } from "./records.ts";

export const CANARY = "Canary4711";

/** Writes the canary into every clinical field that there is. */
export async function plant(): Promise<{ attachmentId: string }> {
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
  const receive = () => Promise.resolve({ name: `${CANARY}.pdf`, bytes });
  const attachmentId = await addAttachment(doctor.actor, record.id, receive, now);
  await retractRecord(doctor.actor, record.id, CANARY, { now });
  const entry = { kind: "allergy" as const, name: CANARY, note: CANARY };
  const { id: entryId } = await addEntry(patient, patientId, entry, { now });
  await changeEntry(patient, patientId, entryId, { note: `${CANARY} again` }, { now });
  await openEmergencyAccess(stranger.actor, patientId, CANARY);
  const insurance = { provider: "Helvetia", number: CANARY };
  await updateProfile(patient, patientId, profileSchema.parse({ insurance }), { now });
  return { attachmentId };
}
