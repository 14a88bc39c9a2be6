import type { UserActor } from "../access/actor.ts";
import { IN_DIRECTORY } from "../availability/listed.ts";
import { loadSchedules } from "../availability/queries.ts";
import type { Tx } from "../db.ts";
import { selectAheadOf } from "./ahead-rows.ts";
import { planReassignment, SETTLED_AT_ONCE, windowOf } from "./settle.ts";
import type { Party } from "./views.ts";

/** A doctor who could take the appointments of another one. */
export interface Candidate {
  id: string;
  name: string;
  specialization: string;
  /** For how many of the next 200 appointments they are free. */
  free: number;
}

/** How many doctors are asked, and how many are offered. */
const MAX_ASKED = 40;
const MAX_OFFERED = 10;

/**
 * The doctors in the directory at the clinic of another one, each with how many of the next appointments they
 * could take: those of the same specialization first, and of these who is free for most.
 */
export async function listCandidates(
  tx: Tx,
  actor: UserActor,
  party: Extract<Party, { doctorId: string }>,
  now: Date,
): Promise<Candidate[]> {
  const rows = await selectAheadOf(tx, actor, party, { now, limit: SETTLED_AT_ONCE });
  const colleagues = await tx.$queryRaw<{ id: string; same: boolean }[]>`
    SELECT d.id, d.specialization = own.specialization AS same FROM doctors d JOIN doctors own ON own.clinic_id = d.clinic_id
    WHERE own.id = ${party.doctorId}::uuid AND d.id <> own.id AND ${IN_DIRECTORY}
    ORDER BY d.specialization <> own.specialization, d.full_name, d.id LIMIT ${MAX_ASKED}`;
  const ids = colleagues.map(({ id }) => id);
  const same = new Set(colleagues.filter((colleague) => colleague.same).map(({ id }) => id));
  const schedules = await loadSchedules(tx, ids, windowOf(rows));
  return ids
    .flatMap((id) => schedules.get(id) ?? [])
    .map((schedule) => ({
      id: schedule.doctorId,
      name: schedule.fullName,
      specialization: schedule.specialization,
      free: planReassignment(rows, schedule, now).changes.length,
    }))
    .toSorted((a, b) => Number(same.has(b.id)) - Number(same.has(a.id)) || b.free - a.free)
    .slice(0, MAX_OFFERED);
}
