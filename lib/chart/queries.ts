import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, noteRead } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { appointmentScope } from "../access/scope.ts";
import { selectAppointments } from "../appointments/rows.ts";
import { appointmentView } from "../appointments/views.ts";
import { asActor, type Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { entryView, selectEntries } from "../history/rows.ts";
import { decodeMoment, fittingPart, pageOf, type Page } from "../page.ts";
import { loadProfile, profileView } from "../patients/rows.ts";
import { loadLabs } from "../records/labs.ts";
import { bytes } from "../records/page-size.ts";
import { recordScope, selectRecords, viewsOf } from "../records/rows.ts";
import type { ChartView, TimelineItem } from "./views.ts";

/** How much of the timeline one page shows. */
const PAGE = 20;

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
    const profile = await loadProfile(tx, actor, patientId);
    const history = await selectEntries(tx, actor, patientId);
    const { labs } = await loadLabs(tx, actor, patientId);
    const { items, nextCursor } = await loadPlaces(tx, actor, patientId, cursor);
    const timeline = await loadTimeline(tx, actor, items, now);
    const records = items.flatMap(({ kind, id }) => (kind === "record" ? [id] : []));
    await noteRead(tx, care, "file.read", { table: "patients", id: patientId }, { records });
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

interface Place {
  kind: TimelineItem["kind"];
  id: string;
  at: Date;
  bytes: number;
}

/**
 * What happened, by time alone: records as they were written, visits as they began. The page is shorter
 * where records are large.
 */
async function loadPlaces(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  cursor: string | undefined,
): Promise<Page<Place>> {
  const after = placeAfter(cursor);
  const rows = await tx.$queryRaw<Place[]>`
    SELECT * FROM (
      SELECT 'record' AS kind, r.id, r.created_at AS at, ${bytes(Prisma.sql`r`)} AS bytes FROM medical_records r
      WHERE ${recordScope(actor)} AND r.patient_id = ${patientId}::uuid
      UNION ALL
      SELECT 'visit', a.id, a.starts_at, 0 FROM appointments a
      WHERE ${appointmentScope(actor)} AND a.patient_id = ${patientId}::uuid
        AND a.status IN ('pending', 'confirmed', 'completed', 'no_show')
    ) t WHERE ${after} ORDER BY at DESC, id DESC LIMIT ${PAGE + 1}`;
  const count = fittingPart(rows, PAGE, (row) => row.bytes);
  return pageOf(rows, count, ({ at, id }) => ({ sort: at.toISOString(), id }));
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
    PAGE,
  );
  const records = new Map((await viewsOf(tx, actor, rows)).map((view) => [view.id, view]));
  const found = await selectAppointments(
    tx,
    actor,
    [Prisma.sql`a.id = ANY (${idsOf("visit")}::uuid[])`],
    { limit: PAGE },
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

function placeAfter(cursor: string | undefined): Prisma.Sql {
  if (!cursor) return Prisma.sql`true`;
  const { at, id } = decodeMoment(cursor);
  return Prisma.sql`(at, id) < (${at}, ${id}::uuid)`;
}
