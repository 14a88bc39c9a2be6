import { v7 as uuid } from "uuid";
import type { Actor, UserActor } from "../access/actor.ts";
import { noteAsked } from "../access/notes.ts";
import type { Tx } from "../db.ts";
import { sealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { assertPatient } from "../people/patient-rows.ts";
import { act, type Asking } from "./act.ts";
import { lockSchedules, tryLockSchedules } from "./locks.ts";
import { loadAppointment } from "./rows.ts";
import { requestExpiry } from "./rules.ts";
import type { BookingInput } from "./schema.ts";
import { findFreeTime, overbookedTime, ownConflict, slotTaken, type FreeTime } from "./times.ts";
import { appointmentView, type AppointmentView } from "./views.ts";

/**
 * Books a free time: `pending`, or `confirmed` at once with a doctor who approves automatically.
 * Staff may overbook instead: with `overbookReason` the time is taken whatever the rules say, and
 * stands. With an idempotency key the same request may be sent again and gets the same answer.
 *
 * @throws DomainError `slot_taken` (with alternatives), `slot_unavailable` (with why),
 * `patient_busy`, `too_many_requests_open` (with why), `not_found`, `invalid`, `idempotency_mismatch`.
 */
export async function bookAppointment(
  actor: Actor,
  input: BookingInput,
  asking: Asking,
): Promise<AppointmentView> {
  const action = input.overbookReason ? "appointment.overbook" : "appointment.book";
  const { doctorId, visitTypeId, startsAt, reason, patientId, overbookReason } = input;
  const request = [doctorId, visitTypeId, startsAt, reason, patientId, overbookReason];
  return act(actor, action, request, asking, async (tx, user) => {
    if (patientId) noteAsked(tx, patientId);
    const booking = { ...input, patientId: whoFor(user, input), byStaff: user.role !== "patient" };
    // A patient books for themselves; whom staff names has to be somebody within their reach.
    if (booking.byStaff) await assertPatient(tx, user, booking.patientId);
    const id = await take(tx, booking, asking.now);
    return appointmentView(await loadAppointment(tx, user, id), user, asking.now.getTime());
  });
}

type Booking = BookingInput & { patientId: string; byStaff: boolean };

async function take(tx: Tx, booking: Booking, now: Date): Promise<string> {
  const free = await findTime(tx, booking, now);
  if (free instanceof DomainError) throw (await ownConflict(tx, booking, free)) ?? free;
  const id = await insert(tx, booking, free, now);
  if (id) return id;
  // An overbooked visit meets only the patient's own, which a doctor may not see.
  if (booking.overbookReason) throw new DomainError("patient_busy");
  const taken = await slotTaken(tx, free, booking, now);
  const own = { ...booking, endsAt: new Date(free.slot.end) };
  throw (await ownConflict(tx, own, taken)) ?? taken;
}

/** The wanted time, with the schedules locked from here on. */
async function findTime(tx: Tx, booking: Booking, now: Date): Promise<FreeTime | DomainError> {
  const parties: [string, string] = [booking.doctorId, booking.patientId];
  if (booking.overbookReason) {
    await lockSchedules(tx, parties);
    return overbookedTime(tx, booking, now);
  }
  const locked = await tryLockSchedules(tx, parties);
  // Whoever comes too late for a time is told so here, without queueing behind the winner.
  const free = await findFreeTime(tx, booking, now);
  if (locked || free instanceof DomainError) return free;
  await lockSchedules(tx, parties);
  return findFreeTime(tx, booking, now);
}

/**
 * ON CONFLICT DO NOTHING: a lost race is an answer, not an error that ends the transaction. By hand,
 * because Prisma plans the same statement anew for every booking, which costs more than sending it.
 */
async function insert(
  tx: Tx,
  booking: Booking,
  { schedule, visitType, slot }: FreeTime,
  now: Date,
): Promise<string | null> {
  const overbookReason = booking.overbookReason ?? null;
  const stands = schedule.approval === "automatic" || overbookReason !== null;
  const [status, event] = stands ? ["confirmed", "booked"] : ["pending", "requested"];
  const expiresAt = requestExpiry(slot.start, schedule.requestTtlMinutes, now.getTime());
  const id = uuid();
  const words = sealed("appointments", id, {
    reason: booking.reason ?? null,
    overbook_reason: overbookReason,
  });
  const [created] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO appointments (id, patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at,
      status, event, expires_at, overbooked, overbook_reason, reason, created_at, updated_at)
    VALUES (${id}::uuid, ${booking.patientId}::uuid, ${booking.doctorId}::uuid, ${schedule.clinic.id}::uuid, ${visitType.id}::uuid,
      ${new Date(slot.start)}, ${new Date(slot.end)}, ${status}::appointment_status, ${event},
      ${stands ? null : new Date(expiresAt)}, ${overbookReason !== null}, ${words.overbook_reason}, ${words.reason}, ${now}, ${now})
    ON CONFLICT DO NOTHING RETURNING id`;
  return created?.id ?? null;
}

function whoFor(actor: UserActor, input: BookingInput): string {
  if (actor.role !== "patient") {
    // A doctor's calendar is the doctor's own.
    if (actor.role === "doctor" && input.doctorId !== actor.doctorId) {
      throw new DomainError("not_found");
    }
    if (input.patientId) return input.patientId;
    throw new DomainError("invalid", { issues: [{ path: "patientId", message: "required" }] });
  }
  if (!actor.patientId || (input.patientId && input.patientId !== actor.patientId)) {
    throw new DomainError("not_found");
  }
  return actor.patientId;
}
