import type { UserActor } from "../access/actor.ts";
import { addAttachment } from "../attachments/commands.ts";
import { changeStatus } from "../appointments/commands.ts";
import { addEntry } from "../history/commands.ts";
import { updateProfile } from "../patients/commands.ts";
import { profileSchema } from "../patients/schema.ts";
import { writeRecord } from "../records/commands.ts";
import { saveDraft } from "../records/drafts.ts";
import { bookAppointment } from "../appointments/book.ts";
import { makeCareWorld, now, type CareWorld } from "./care.ts";
import { makeDoctor } from "./people.ts";
import { recordInput } from "./records.ts";

/** Everybody of a care world, and a file that they may or may not read. */
export interface ChartWorld extends CareWorld {
  /** Wrote the record; by now the visit is known not to have taken place. */
  author: UserActor;
  recordId: string;
  attachmentId: string;
  entryId: string;
}

const receivePdf = () => Promise.resolve({ name: "x", bytes: Buffer.from("%PDF-1.7 harmless") });

export async function makeChartWorld(): Promise<ChartWorld> {
  const world = await makeCareWorld();
  const { patient, patientId } = world;
  const { actor: author, doctorId } = await makeDoctor();
  const startsAt = new Date("2025-01-13T14:00:00Z");
  const visit = await bookAppointment(patient, { doctorId, startsAt }, { now });
  await changeStatus(author, visit.id, "approve", { now });
  const { id: recordId } = await writeRecord(
    author,
    patientId,
    recordInput({ labResults: [{ name: "LDL", value: 99, takenAt: "2025-01-01" }] }),
    { now },
  );
  const attachmentId = await addAttachment(author, recordId, receivePdf, now);
  await saveDraft(author, { id: recordId, patientId }, { notes: "begun" }, now);
  const later = new Date("2025-01-14T14:00:00Z");
  await changeStatus(author, visit.id, "noShow", { now: later });
  const allergy = { kind: "allergy" as const, name: "Penicillin" };
  const insurance = { provider: "Helvetia", number: "K123456789" };
  const profile = profileSchema.parse({ name: "Pat Test", insurance });
  await updateProfile(patient, patientId, profile, { now });
  const { id: entryId } = await addEntry(patient, patientId, allergy, { now });
  return { ...world, author, recordId, attachmentId, entryId };
}
