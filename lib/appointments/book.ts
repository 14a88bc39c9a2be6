import { createHash } from "node:crypto";
import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { lockSchedules, tryLockSchedules } from "./locks.ts";
import { loadAppointment } from "./rows.ts";
import { requestExpiry } from "./rules.ts";
import type { BookingInput } from "./schema.ts";
import { findFreeTime, ownConflict, slotTaken, type FreeTime } from "./times.ts";
import { appointmentView, type AppointmentView } from "./views.ts";

/**
 * Books a free time: `pending`, or `confirmed` at once with a doctor who approves automatically.
 * With an idempotency key the same request may be sent again and gets the same appointment.
 *
 * @throws DomainError `slot_taken` (with alternatives), `slot_unavailable` (with why),
 * `patient_busy`, `not_found`, `invalid`, `idempotency_mismatch`.
 */
export async function bookAppointment(
  actor: Actor,
  input: BookingInput,
  { now, idempotencyKey }: { now: Date; idempotencyKey?: string | undefined },
): Promise<AppointmentView> {
  authorizeUser(actor, "appointment.book");
  const patientId = whoFor(actor, input);
  const request = { key: idempotencyKey, hash: hashOf(input) };
  return asActor(actor, async (tx) => {
    const id =
      (await bookedBefore(tx, actor, request)) ??
      (await take(
        tx,
        actor,
        { ...input, patientId, byStaff: actor.role !== "patient" },
        request,
        now,
      ));
    return appointmentView(await loadAppointment(tx, actor, id), actor, now.getTime());
  });
}

type Booking = BookingInput & { patientId: string; byStaff: boolean };

async function take(
  tx: Tx,
  actor: UserActor,
  booking: Booking,
  request: { key: string | undefined; hash: string },
  now: Date,
): Promise<string> {
  const id = await takeOrRefuse(tx, booking, now);
  if (id instanceof DomainError) {
    // It may be this very request, sent twice at once, that has the time.
    const twin = await bookedBefore(tx, actor, request);
    if (twin) return twin;
    throw id;
  }
  if (request.key) {
    await tx.idempotencyKey.create({
      data: {
        userId: actor.userId,
        key: request.key,
        requestHash: request.hash,
        appointmentId: id,
      },
    });
  }
  return id;
}

async function takeOrRefuse(tx: Tx, booking: Booking, now: Date): Promise<string | DomainError> {
  // A patient books for themselves; whom staff names has to be somebody.
  if (
    booking.byStaff &&
    !(await tx.patient.findUnique({ where: { id: booking.patientId }, select: { id: true } }))
  ) {
    return new DomainError("not_found");
  }
  const parties: [string, string] = [booking.doctorId, booking.patientId];
  const locked = await tryLockSchedules(tx, parties);
  // Whoever comes too late for a time is told so here, without queueing behind the winner.
  let free = await findFreeTime(tx, booking, now);
  if (!locked && !(free instanceof DomainError)) {
    await lockSchedules(tx, parties);
    free = await findFreeTime(tx, booking, now);
  }
  if (free instanceof DomainError) return (await ownConflict(tx, booking, free)) ?? free;
  return (await insert(tx, booking, free, now)) ?? whyRefused(tx, booking, free, now);
}

/** INSERT … ON CONFLICT DO NOTHING: a lost race is an answer, not an error that ends the transaction. */
async function insert(
  tx: Tx,
  booking: Booking,
  { schedule, visitType, slot }: FreeTime,
  now: Date,
): Promise<string | null> {
  const automatic = schedule.approval === "automatic";
  const expiresAt = requestExpiry(slot.start, schedule.requestTtlMinutes, now.getTime());
  const [created] = await tx.appointment.createManyAndReturn({
    data: {
      patientId: booking.patientId,
      doctorId: booking.doctorId,
      clinicId: schedule.clinic.id,
      visitTypeId: visitType.id,
      startsAt: new Date(slot.start),
      endsAt: new Date(slot.end),
      status: automatic ? "confirmed" : "pending",
      expiresAt: automatic ? null : new Date(expiresAt),
      reason: booking.reason ?? null,
      createdAt: now,
      updatedAt: now,
    },
    skipDuplicates: true,
    select: { id: true },
  });
  return created?.id ?? null;
}

async function whyRefused(
  tx: Tx,
  booking: Booking,
  free: FreeTime,
  now: Date,
): Promise<DomainError> {
  const taken = await slotTaken(tx, free, booking, now);
  return (await ownConflict(tx, booking, taken)) ?? taken;
}

/** The appointment that this very request made before, if it did. */
async function bookedBefore(
  tx: Tx,
  actor: UserActor,
  { key, hash }: { key: string | undefined; hash: string },
): Promise<string | null> {
  if (!key) return null;
  const before = await tx.idempotencyKey.findUnique({
    where: { userId_key: { userId: actor.userId, key } },
  });
  if (before && before.requestHash !== hash) throw new DomainError("idempotency_mismatch");
  return before?.appointmentId ?? null;
}

function whoFor(actor: UserActor, input: BookingInput): string {
  if (actor.role === "admin") {
    if (input.patientId) return input.patientId;
    throw new DomainError("invalid", { issues: [{ path: "patientId", message: "required" }] });
  }
  if (!actor.patientId || (input.patientId && input.patientId !== actor.patientId)) {
    throw new DomainError("not_found");
  }
  return actor.patientId;
}

function hashOf({ doctorId, visitTypeId, startsAt, reason, patientId }: BookingInput): string {
  const request = [doctorId, visitTypeId ?? null, startsAt, reason ?? null, patientId ?? null];
  return createHash("sha256").update(JSON.stringify(request)).digest("base64url");
}
