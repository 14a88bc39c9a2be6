import type { UserActor } from "../access/actor.ts";
import { appointmentScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeMoment, fittingPart, pageOf, type Page } from "../page.ts";
import { bytes } from "../records/page-size.ts";
import { recordScope } from "../records/rows.ts";
import type { TimelineItem } from "./views.ts";

/** How much of the timeline one page shows. */
export const MAX_PLACES = 20;

/** Something on the line of a patient's time: when, and what kind of thing; not what it says. */
export interface Place {
  kind: TimelineItem["kind"];
  id: string;
  at: Date;
  bytes: number;
}

/**
 * What happened, by time alone: records as they were written, visits as they began. The page is shorter
 * where records are large.
 */
export async function loadPlaces(
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
    ) t WHERE ${after} ORDER BY at DESC, id DESC LIMIT ${MAX_PLACES + 1}`;
  const count = fittingPart(rows, MAX_PLACES, (row) => row.bytes);
  return pageOf(rows, count, ({ at, id }) => ({ sort: at.toISOString(), id }));
}

function placeAfter(cursor: string | undefined): Prisma.Sql {
  if (!cursor) return Prisma.sql`true`;
  const { at, id } = decodeMoment(cursor);
  return Prisma.sql`(at, id) < (${at}, ${id}::uuid)`;
}
