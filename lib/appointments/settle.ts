import type { UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { loadSchedule, type PractitionerSchedule } from "../availability/queries.ts";
import { obstacleFor } from "../availability/rules.ts";
import type { Tx } from "../db.ts";
import { sealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { DAY, type Interval } from "../time/interval.ts";
import { lockAhead, type After } from "./ahead-rows.ts";
import { decide, HAPPENED, requestExpiry, type Event, type Status } from "./rules.ts";
import { factsOf, type Party, type PlacedRow, type Unfit } from "./views.ts";

/** What becomes of the appointments ahead; `reason` is what the patients read. */
export type Settlement =
  { do: "cancel"; reason: string } | { do: "reassign"; doctorId: string; reason: string | null };

/** What a batch did, and where the next one begins: null at the end. */
export interface Settled {
  settled: number;
  left: Unfit[];
  next: After | null;
}

/** How many appointments are settled in one transaction. */
export const SETTLED_AT_ONCE = 200;

/**
 * Cancels the appointments ahead of a doctor or patient, or gives those of a doctor to another one who is free
 * then. Settles one batch in the transaction of the caller, who has locked the schedules of both doctors.
 * Appointments that do not fit are left as they are. Called again, it settles what is left.
 *
 * @throws DomainError `forbidden`; `not_found` for a doctor who is not in the directory.
 */
export async function settleWithin(
  tx: Tx,
  actor: UserActor,
  party: Party,
  { settlement, now, after }: { settlement: Settlement; now: Date; after?: After | undefined },
): Promise<Settled> {
  authorizeUser(actor, settlement.do === "cancel" ? "appointment.cancel" : "appointment.reassign");
  const rows = await lockAhead(tx, actor, party, { now, after, limit: SETTLED_AT_ONCE });
  const plan =
    settlement.do === "cancel"
      ? planCancellation(rows)
      : planReassignment(rows, await scheduleFor(tx, settlement.doctorId, rows), now);
  const changes = plan.changes.flatMap((change) => decided(actor, change, settlement, now));
  await write(tx, changes, settlement, now);
  const last = rows.length === SETTLED_AT_ONCE ? rows.at(-1) : undefined;
  const done = new Set(changes.map(({ row }) => row.id));
  const refused = plan.changes.filter(({ row }) => !done.has(row.id)).map(({ row }) => row);
  return {
    settled: changes.length,
    left: [...plan.left, ...refused.map((row) => unfit(row, "illegal_transition"))],
    next: last ? { startsAt: last.startsAt, id: last.id } : null,
  };
}

interface Change {
  row: PlacedRow;
  doctorId: string;
  visitTypeId: string;
  expiresAt: Date | null;
}

interface Plan {
  changes: Change[];
  left: Unfit[];
}

function planCancellation(rows: PlacedRow[]): Plan {
  const kept = ({ doctorId, visitTypeId }: PlacedRow) => ({ doctorId, visitTypeId });
  return { changes: rows.map((row) => ({ row, ...kept(row), expiresAt: null })), left: [] };
}

/** The schedule of another doctor around appointments. @throws DomainError `not_found` */
async function scheduleFor(
  tx: Tx,
  doctorId: string,
  rows: readonly PlacedRow[],
): Promise<PractitionerSchedule> {
  return loadSchedule(tx, doctorId, windowOf(rows));
}

/** Returns the time around appointments that are sorted by start, with room for buffers; null without any. */
export function windowOf(rows: readonly PlacedRow[]): Interval | null {
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return null;
  return { start: first.startsAt.getTime() - DAY, end: last.startsAt.getTime() + 2 * DAY };
}

/** Returns which appointments fit together into another doctor's schedule, and why the others do not. */
export function planReassignment(
  rows: readonly PlacedRow[],
  schedule: PractitionerSchedule,
  now: Date,
): Plan {
  const plan: Plan = { changes: [], left: [] };
  const busy = [...schedule.busy];
  for (const row of rows) {
    const type = likeTypeOf(schedule, row);
    const agreed = { start: row.startsAt.getTime(), end: row.endsAt.getTime() };
    const why =
      schedule.clinic.id !== row.clinicId
        ? "other_clinic"
        : type && obstacleFor({ ...schedule, busy }, { ...type, minutes: row.minutes }, agreed);
    if (!type || why) {
      plan.left.push(unfit(row, why ?? "no_visit_type"));
      continue;
    }
    const { bufferBefore, bufferAfter } = type;
    busy.push({ ...agreed, bufferBefore, bufferAfter, kind: "appointment" });
    const expiresAt = requestExpiry(agreed.start, schedule.requestTtlMinutes, now.getTime());
    plan.changes.push({
      row,
      doctorId: schedule.doctorId,
      visitTypeId: type.id,
      // The new doctor has as long to answer as for any request.
      expiresAt: row.status === "pending" ? new Date(expiresAt) : null,
    });
  }
  return plan;
}

/** Returns the visit type of another doctor for a visit: of the same name, else of the same length, else the first. */
function likeTypeOf({ visitTypes }: PractitionerSchedule, row: PlacedRow) {
  const name = row.visitTypeName.toLowerCase();
  return (
    visitTypes.find((type) => type.name.toLowerCase() === name) ??
    visitTypes.find((type) => type.minutes === row.minutes) ??
    visitTypes[0]
  );
}

const unfit = ({ id, startsAt }: PlacedRow, why: Unfit["why"]): Unfit => ({
  id,
  startsAt: startsAt.toISOString(),
  why,
});

/** Returns a change with the status that it leads to; an empty list where the lifecycle does not allow it. */
function decided(
  actor: UserActor,
  change: Change,
  { do: event, reason }: Settlement,
  now: Date,
): (Change & { status: Status })[] {
  try {
    const status = decide(event, factsOf(change.row), actor.role, now.getTime(), reason);
    return [{ ...change, status }];
  } catch (error) {
    if (error instanceof DomainError && error.code === "illegal_transition") return [];
    throw error;
  }
}

/** Writes all changes in one statement. The caller has locked the rows. */
async function write(
  tx: Tx,
  changes: (Change & { status: Status })[],
  { do: event, reason }: { do: Event; reason: string | null },
  now: Date,
): Promise<void> {
  if (changes.length === 0) return;
  const told = changes.map(
    ({ row }) => sealed("appointments", row.id, { status_reason: reason }).status_reason,
  );
  await tx.$executeRaw`
    UPDATE appointments a SET status = w.status::appointment_status, event = ${HAPPENED[event]}, doctor_id = w.doctor_id,
      visit_type_id = w.visit_type_id, expires_at = w.expires_at, status_reason = w.told, proposed_starts = '{}',
      version = a.version + 1, updated_at = ${now}
    FROM unnest(${changes.map(({ row }) => row.id)}::uuid[], ${changes.map(({ status }) => status)}::text[],
      ${changes.map(({ doctorId }) => doctorId)}::uuid[], ${changes.map(({ visitTypeId }) => visitTypeId)}::uuid[],
      ${changes.map(({ expiresAt }) => expiresAt?.toISOString() ?? null)}::timestamptz[], ${told}::text[])
      AS w (id, status, doctor_id, visit_type_id, expires_at, told)
    WHERE a.id = w.id`;
}
