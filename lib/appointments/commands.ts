import type { Actor, UserActor } from "../access/actor.ts";
import { anonymous } from "../access/actor.ts";
import type { PlainAction } from "../access/policy.ts";
import { loadSchedules } from "../availability/queries.ts";
import { closedFor, type Unavailable } from "../availability/rules.ts";
import { asActor, type Tx } from "../db.ts";
import { sealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { act, type Asking } from "./act.ts";
import { loadAppointment, lockPlaced } from "./rows.ts";
import { decide, HAPPENED, type Event } from "./rules.ts";
import { appointmentView, factsOf, type AppointmentView, type PlacedRow } from "./views.ts";

/** What a change of an appointment may carry. */
export interface Change extends Asking {
  reason?: string | null | undefined;
  /** The version that the actor saw; with another one in the database the change is refused. */
  expectedVersion?: number | undefined;
}

/** The changes of status alone. */
export type StatusEvent = Exclude<Event, "reschedule" | "reassign" | "propose" | "accept">;

export const ACTION: Record<StatusEvent, PlainAction> = {
  approve: "appointment.approve",
  decline: "appointment.decline",
  cancel: "appointment.cancel",
  complete: "appointment.complete",
  noShow: "appointment.no-show",
};

/**
 * Approves, declines, cancels, completes or marks as no-show: the changes of status alone.
 *
 * @throws DomainError `not_found`, `illegal_transition`, `too_late`, `invalid` (a reason is
 * missing), `stale_version`, `idempotency_mismatch`, `time_closed` (approving where the practice is closed, without
 * a reason).
 */
export async function changeStatus(
  actor: Actor,
  id: string,
  event: StatusEvent,
  change: Change,
): Promise<AppointmentView> {
  const request = [id, change.reason ?? null];
  return act(actor, ACTION[event], request, change, (tx, user) =>
    changeStatusWithin(tx, user, id, event, change),
  );
}

/** Does the same as `changeStatus`, inside a transaction that does more. */
export async function changeStatusWithin(
  tx: Tx,
  actor: UserActor,
  id: string,
  event: StatusEvent,
  change: Change,
): Promise<AppointmentView> {
  const row = await loadForChange(tx, actor, id, change);
  const status = decide(event, factsOf(row), actor.role, change.now.getTime(), change.reason);
  if (event === "approve" && !change.reason?.trim()) {
    const why = await loadWhyClosed(tx, row);
    if (why) throw new DomainError("time_closed", { why });
  }
  return applyChange(tx, actor, row, event, { status, expiresAt: null }, change);
}

/**
 * Returns why the practice is closed at the time of an appointment: time off, a holiday or other hours that were
 * made after it was asked for. Null if it is open, or if staff put the appointment there with a reason.
 */
async function loadWhyClosed(tx: Tx, row: PlacedRow): Promise<Unavailable | null> {
  if (row.overbooked) return null;
  const visit = { start: row.startsAt.getTime(), end: row.endsAt.getTime() };
  const schedules = await loadSchedules(tx, [row.doctorId], visit, { listed: false });
  const schedule = schedules.get(row.doctorId);
  return schedule ? closedFor(schedule, visit) : null;
}

/** Where it stands, locked until the transaction ends. @throws DomainError `not_found`, `stale_version` */
export async function loadForChange(
  tx: Tx,
  actor: UserActor,
  id: string,
  { expectedVersion }: Change,
): Promise<PlacedRow> {
  const row = await lockPlaced(tx, actor, id);
  if (expectedVersion !== undefined && expectedVersion !== row.version) {
    throw new DomainError("stale_version");
  }
  return row;
}

/**
 * Writes the next version of a row that is locked; the database adds the event and the audit row.
 * Proposals that were open end with it.
 */
export async function applyChange(
  tx: Tx,
  actor: UserActor,
  row: PlacedRow,
  event: Event,
  data: Prisma.AppointmentUpdateManyMutationInput,
  { now, reason }: Change,
): Promise<AppointmentView> {
  const { count } = await tx.appointment.updateMany({
    where: { id: row.id, version: row.version },
    data: {
      proposedStarts: [],
      ...data,
      ...wordsFor(row.id, reason, data.overbookReason),
      event: HAPPENED[event],
      version: row.version + 1,
      updatedAt: now,
    },
  });
  if (count !== 1) throw new DomainError("stale_version");
  return appointmentView(await loadAppointment(tx, actor, row.id), actor, now.getTime());
}

/** What is said with a change; of what is not said anew nothing changes. */
function wordsFor(
  id: string,
  reason: string | null | undefined,
  overbookReason: Prisma.AppointmentUpdateManyMutationInput["overbookReason"],
): Pick<Prisma.AppointmentUpdateManyMutationInput, "statusReason" | "overbookReason"> {
  const { status_reason } = sealed("appointments", id, { status_reason: reason?.trim() || null });
  if (typeof overbookReason !== "string") return { statusReason: status_reason };
  const { overbook_reason } = sealed("appointments", id, { overbook_reason: overbookReason });
  return { statusReason: status_reason, overbookReason: overbook_reason };
}

/**
 * Expires the requests that nobody answered by `now`, and frees their times and those of proposals
 * that have come. Any number of processes may call it at once: each request expires once. Returns
 * how many did.
 */
export async function expireRequests(now: Date): Promise<number> {
  const [row] = await asActor(
    anonymous,
    (tx) =>
      tx.$queryRaw<{ expired: number }[]>`
        SELECT expire_requests(${now}, 500) AS expired, release_holds(${now})`,
  );
  return row?.expired ?? 0;
}

/** Forgets the keys of requests that nobody sends again. Returns how many. */
export async function pruneIdempotencyKeys(now: Date): Promise<number> {
  const [row] = await asActor(
    anonymous,
    (tx) => tx.$queryRaw<{ pruned: number }[]>`SELECT prune_idempotency_keys(${now}) AS pruned`,
  );
  return row?.pruned ?? 0;
}
