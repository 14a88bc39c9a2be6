import type { UserActor } from "../access/actor.ts";
import { noteListed } from "../access/care.ts";
import { appointmentScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { pageOf, type Page } from "../page.ts";
import type { NameList } from "../search/match.ts";
import type { LocalDay } from "../time/local-day.ts";
import { patientZone } from "./rows.ts";

/** A patient in a list: who it is, and the visits that the reader may see. */
export interface ListedRow {
  id: string;
  name: string;
  preferredName: string | null;
  dateOfBirth: LocalDay | null;
  timeZone: string | null;
  lastAt: Date | null;
  lastZone: string | null;
  nextAt: Date | null;
  nextZone: string | null;
  rank: number;
}

/** A page of a list of the patients (aliased `p`) who meet a condition; noted as listed. */
export async function pageListed(
  tx: Tx,
  actor: UserActor,
  { condition, ...list }: NameList & { condition: Prisma.Sql },
  { limit, now }: { limit: number; now: Date },
): Promise<Page<ListedRow>> {
  const rows = await tx.$queryRaw<ListedRow[]>`
      SELECT p.id, p.full_name AS name, p.preferred_name AS "preferredName", p.date_of_birth::text AS "dateOfBirth",
        ${patientZone(actor, Prisma.sql`p.id`)} AS "timeZone", p.rank,
        l.starts_at AS "lastAt", l.time_zone AS "lastZone", n.starts_at AS "nextAt", n.time_zone AS "nextZone"
      FROM (SELECT p.*, ${list.rank} FROM patients p ${list.join} WHERE ${condition}
            ORDER BY ${list.order} LIMIT ${limit + 1}) p
        LEFT JOIN LATERAL (
          SELECT a.starts_at, c.time_zone FROM appointments a JOIN clinics c ON c.id = a.clinic_id
          WHERE a.patient_id = p.id AND ${appointmentScope(actor)} AND a.status = 'completed'
          ORDER BY a.starts_at DESC LIMIT 1) l ON true
        LEFT JOIN LATERAL (
          SELECT a.starts_at, c.time_zone FROM appointments a JOIN clinics c ON c.id = a.clinic_id
          WHERE a.patient_id = p.id AND ${appointmentScope(actor)} AND a.status = 'confirmed' AND a.starts_at > ${now}
          ORDER BY a.starts_at LIMIT 1) n ON true
      ORDER BY p.rank, p.full_name, p.id`;
  const page = pageOf(rows, limit, list.placeOf);
  const ids = page.items.map(({ id }) => id);
  noteListed(tx, actor, ids, "patient.list", "patients");
  return page;
}
