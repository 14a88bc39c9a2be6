import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, noteRead } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { loadEventsOf } from "../appointments/queries.ts";
import { selectAppointments } from "../appointments/rows.ts";
import { appointmentView } from "../appointments/views.ts";
import { asActor, type Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { entryView, selectEntries } from "../history/rows.ts";
import { loadProfile, numberOf, profileView } from "../patients/rows.ts";
import { loadRevisions } from "../records/queries.ts";
import { selectRecords, viewsOf } from "../records/rows.ts";
import type { WholeRecord } from "./views.ts";

/** More than anybody has. */
const ALL = 100_000;

/**
 * All that the clinics keep about a patient, with every field and every revision: for the patient to
 * take along, and for admins to hand out.
 *
 * @throws DomainError `not_found`, `forbidden` (doctors).
 */
export async function getWholeRecord(
  actor: Actor,
  patientId: string,
  now: Date,
): Promise<WholeRecord> {
  authorizeUser(actor, "record.export");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const profile = await loadProfile(tx, actor, patientId);
    const whole = {
      generatedAt: now.toISOString(),
      patient: { ...profileView(profile, now), insuranceNumber: numberOf(profile) },
      history: (await selectEntries(tx, actor, patientId)).map((row) => entryView(row, actor)),
      appointments: await allAppointments(tx, actor, patientId, now),
      records: await allRecords(tx, actor, patientId),
    };
    await noteRead(tx, care, "record.export", { table: "patients", id: patientId });
    return whole;
  });
}

async function allAppointments(tx: Tx, actor: UserActor, patientId: string, now: Date) {
  const rows = await selectAppointments(
    tx,
    actor,
    [Prisma.sql`a.patient_id = ${patientId}::uuid`],
    { limit: ALL },
  );
  const events = await loadEventsOf(
    tx,
    actor,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const { permits, ...facts } = appointmentView(row, actor, now.getTime());
    return { ...facts, events: events.get(row.id) ?? [] };
  });
}

async function allRecords(tx: Tx, actor: UserActor, patientId: string) {
  const rows = await selectRecords(tx, actor, [Prisma.sql`r.patient_id = ${patientId}::uuid`], ALL);
  const views = await viewsOf(tx, actor, rows);
  const revisions = Map.groupBy(
    await loadRevisions(
      tx,
      rows.map(({ id }) => id),
    ),
    ({ recordId }) => recordId,
  );
  return views.map(({ permits, ...record }) => ({
    ...record,
    revisions: (revisions.get(record.id) ?? []).map(({ recordId, ...revision }) => revision),
  }));
}
