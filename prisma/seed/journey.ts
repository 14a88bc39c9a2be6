import { requestExpiry, type Status } from "#lib/appointments/rules.ts";
import { DAY, HOUR, MINUTE } from "#lib/time/interval.ts";
import type { Chance } from "./chance.ts";
import type { Visit } from "./diary.ts";
import { CANCELED_BY_DOCTOR, CANCELED_BY_PATIENT, DECLINED } from "./words.ts";

/** One step in the life of an appointment. */
export interface Step {
  type: string;
  to: Status;
  by: "patient" | "doctor" | "admin" | null;
  /** Milliseconds. */
  at: number;
  reason: string | null;
  /** When the visit was to start, as of this step (milliseconds). */
  startsAt: number;
}

/** One visit in this many was moved by the practice before it took place. */
const MOVED = 9;
const MOVED_BY_DOCTOR =
  "We had to move your visit by a week. Please tell us if that does not suit.";

/** How a visit came to its status: steps in order, all of them before `now`, at plausible times. */
export function journeyOf(visit: Visit, now: number, chance: Chance): [Step, ...Step[]] {
  const { slot, status } = visit;
  const asked = askedAt(visit, now, chance);
  const occupied = status !== "pending" && status !== "expired" && status !== "declined";
  const movedFrom = occupied && chance.int(1, MOVED) === 1 ? slot.start - 7 * DAY : null;
  const startsAt = movedFrom !== null && movedFrom > asked + 30 * HOUR ? movedFrom : slot.start;
  const [first, ...answer] = beginningOf(visit, asked, chance).map((step) => ({
    ...step,
    startsAt,
  }));
  if (!first) throw new Error("A visit begins somehow");
  const certain = answer.at(-1) ?? first;
  const moved = startsAt === slot.start ? [] : [movedAfter(certain.at, visit, chance)];
  const since = moved[0]?.at ?? certain.at;
  const ending = occupied ? endingOf(visit, since, now, chance) : [];
  return [first, ...answer, ...moved, ...ending];
}

/** Late enough to be still unanswered, or early enough for everything that came after. */
function askedAt({ doctor, slot, status }: Visit, now: number, chance: Chance): number {
  if (status === "pending") return now - chance.int(5, 90) * MINUTE;
  const waited = status === "expired" ? doctor.requestTtlMinutes / 60 : 24;
  return Math.min(now, slot.start) - chance.int((waited + 3) * 60, 240 * 60) * MINUTE;
}

/** The request and, unless it is still open, what answered it. */
function beginningOf({ doctor, slot, status }: Visit, asked: number, chance: Chance): Begun[] {
  if (doctor.approval === "automatic") return [step("booked", "confirmed", "patient", asked)];
  const requested = step("requested", "pending", "patient", asked);
  const at = asked + chance.int(8, 20 * 60) * MINUTE;
  const by = chance.odds(0.12) ? "admin" : "doctor";
  if (status === "pending") return [requested];
  if (status === "declined") {
    return [requested, step("declined", status, by, at, chance.pick<string>(DECLINED))];
  }
  if (status === "expired") {
    const expiry = requestExpiry(slot.start, doctor.requestTtlMinutes, asked);
    return [requested, step("expired", status, null, expiry + 20_000)];
  }
  return [requested, step("approved", "confirmed", by, at)];
}

function movedAfter(certain: number, { slot }: Visit, chance: Chance): Step {
  const at = certain + chance.int(20, 240) * MINUTE;
  return {
    ...step("rescheduled", "confirmed", "doctor", at, MOVED_BY_DOCTOR),
    startsAt: slot.start,
  };
}

/** What became of a visit that was certain at `since`. */
function endingOf(visit: Visit, since: number, now: number, chance: Chance): Step[] {
  const { doctor, slot, status } = visit;
  const { start: startsAt, end } = slot;
  if (status === "completed" || status === "no_show") {
    const after = status === "completed" ? end : startsAt + 10 * MINUTE;
    const at = Math.min(now, after + chance.int(1, 40) * MINUTE);
    return [{ ...step(status, status, "doctor", at), startsAt }];
  }
  if (status !== "canceled") return [];
  const patientUntil = Math.min(now, startsAt - doctor.cutoffMinutes * MINUTE);
  const byPatient = patientUntil > since + HOUR && chance.odds(0.8);
  const until = byPatient ? patientUntil : Math.min(now, startsAt);
  const at = since + Math.floor(((until - since) * chance.int(10, 90)) / 100);
  const reason = chance.pick<string | null>(byPatient ? CANCELED_BY_PATIENT : CANCELED_BY_DOCTOR);
  return [{ ...step("canceled", status, byPatient ? "patient" : "doctor", at, reason), startsAt }];
}

type Begun = Omit<Step, "startsAt">;

function step(
  type: string,
  to: Status,
  by: Step["by"],
  at: number,
  reason: string | null = null,
): Begun {
  return { type, to, by, at, reason };
}
