import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, noteRead } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { selectAppointments } from "../appointments/rows.ts";
import { appointmentView } from "../appointments/views.ts";
import { asActor, type Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { entryView, selectEntries } from "../history/rows.ts";
import { loadProfile, profileView } from "../patients/rows.ts";
import { loadLabs } from "../records/lab-rows.ts";
import { selectRecords } from "../records/rows.ts";
import { viewsOf } from "../records/to-views.ts";
import { loadPlaces, MAX_PLACES, type Place } from "./rows.ts";
import type { ChartView, TimelineItem } from "./views.ts";

/**
 * A patient's file: profile, history, lab values, and a page of the timeline. A fixed number of
 * statements whatever there is; one entry in the access log.
 *
 * @throws DomainError `not_found` for nobody in the actor's care, `invalid` for a cursor.
 */
export async function getChart(
  actor: Actor,
  patientId: string,
  cursor: string | undefined,
  now: Date,
): Promise<ChartView> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const profile = await loadProfile(tx, actor, care);
    const history = await selectEntries(tx, actor, care);
    const { labs } = await loadLabs(tx, actor, care);
    const { items, nextCursor } = await loadPlaces(tx, actor, patientId, cursor);
    const timeline = await loadTimeline(tx, actor, items, now);
    const records = items.flatMap(({ kind, id }) => (kind === "record" ? [id] : []));
    noteRead(tx, care, "file.read", { table: "patients", id: patientId }, records);
    return {
      patient: profileView(profile, now),
      purpose: care.purpose,
      expiresAt: care.emergency?.expiresAt ?? null,
      history: history.map((row) => entryView(row, actor)),
      timeline,
      nextCursor,
      labs,
      permits: { write: care.purpose === "treatment" },
    };
  });
}

async function loadTimeline(
  tx: Tx,
  actor: UserActor,
  places: readonly Place[],
  now: Date,
): Promise<TimelineItem[]> {
  const idsOf = (kind: Place["kind"]) =>
    places.flatMap((place) => (place.kind === kind ? [place.id] : []));
  const rows = await selectRecords(
    tx,
    actor,
    [Prisma.sql`r.id = ANY (${idsOf("record")}::uuid[])`],
    MAX_PLACES,
  );
  const records = new Map((await viewsOf(tx, actor, rows)).map((view) => [view.id, view]));
  const found = await selectAppointments(
    tx,
    actor,
    [Prisma.sql`a.id = ANY (${idsOf("visit")}::uuid[])`],
    { limit: MAX_PLACES },
  );
  const visits = new Map(
    found.map((row) => [row.id, appointmentView(row, actor, now.getTime())] as const),
  );
  return places.flatMap(({ id, at }): TimelineItem[] => {
    const [record, visit] = [records.get(id), visits.get(id)];
    if (record) return [{ kind: "record", at: at.toISOString(), record }];
    return visit ? [{ kind: "visit", at: at.toISOString(), visit }] : [];
  });
}
