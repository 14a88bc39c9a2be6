import type { UserActor } from "../access/actor.ts";
import type { Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { selectAppointments, selectPlaced, unexpired } from "./rows.ts";
import { appointmentView, type AppointmentView, type Party, type PlacedRow } from "./views.ts";

/** More than this are counted as this many. */
const MAX_COUNTED = 2_000;
/** How many of those ahead are shown. */
const MAX_SHOWN = 10;
/** Of how many the start is named. */
const MAX_STARTS = 5;

/** What lies ahead of a doctor or patient: how many appointments and requests, and the next of them. */
export interface Ahead {
  count: number;
  next: AppointmentView[];
}

/** The conditions of appointments and open requests that have not begun, of a doctor or patient. */
function aheadOf(party: Party, now: Date): Prisma.Sql[] {
  return [
    "doctorId" in party
      ? Prisma.sql`a.doctor_id = ${party.doctorId}::uuid`
      : Prisma.sql`a.patient_id = ${party.patientId}::uuid`,
    Prisma.sql`a.status IN ('pending', 'confirmed')`,
    Prisma.sql`a.starts_at > ${now}`,
    unexpired(now),
  ];
}

/** Loads the appointments ahead in the actor's scope, with their patients; noted as a list. */
export async function loadAhead(tx: Tx, actor: UserActor, party: Party, now: Date): Promise<Ahead> {
  const wanted = aheadOf(party, now);
  const next = await selectAppointments(tx, actor, wanted, { limit: MAX_SHOWN });
  const count =
    next.length < MAX_SHOWN ? next.length : (await loadStartsAhead(tx, party, now)).count;
  return { count, next: next.map((row) => appointmentView(row, actor, now.getTime())) };
}

/** Loads how many appointments lie ahead, at most 2,000, and when the next of them start. Reads no patient. */
export async function loadStartsAhead(
  tx: Tx,
  party: Party,
  now: Date,
): Promise<{ count: number; starts: Date[] }> {
  const where = Prisma.join(aheadOf(party, now), " AND ");
  const [row] = await tx.$queryRaw<{ count: number; starts: Date[] }[]>`
    SELECT count(*)::int AS count, coalesce((array_agg(starts_at ORDER BY starts_at))[1:${MAX_STARTS}::int], '{}') AS starts
    FROM (SELECT a.starts_at FROM appointments a WHERE ${where} ORDER BY a.starts_at LIMIT ${MAX_COUNTED}) ahead`;
  return row ?? { count: 0, starts: [] };
}

/** Loads the next appointments ahead, without patients, the soonest first. */
export async function selectAheadOf(
  tx: Tx,
  actor: UserActor,
  party: Party,
  { now, limit }: { now: Date; limit: number },
): Promise<PlacedRow[]> {
  return selectPlaced(tx, actor, aheadOf(party, now), { limit });
}

/** The last appointment of a batch; the next batch begins after it. */
export interface After {
  startsAt: Date;
  id: string;
}

/** Loads the next batch of the appointments ahead, the soonest first, and locks it until the transaction ends. */
export async function lockAhead(
  tx: Tx,
  actor: UserActor,
  party: Party,
  { now, after, limit }: { now: Date; after?: After | undefined; limit: number },
): Promise<PlacedRow[]> {
  const wanted = aheadOf(party, now);
  if (after) {
    wanted.push(Prisma.sql`(a.starts_at, a.id) > (${after.startsAt}, ${after.id}::uuid)`);
  }
  const where = Prisma.join(wanted, " AND ");
  await tx.$executeRaw`SELECT FROM appointments a WHERE ${where} ORDER BY a.starts_at, a.id LIMIT ${limit} FOR UPDATE`;
  return selectPlaced(tx, actor, wanted, { limit });
}
