import { v7 as uuid } from "uuid";
import type { Actor } from "../access/actor.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import { minuteOfDay, type LocalDay } from "../time/local-day.ts";
import { dayInterval, wallWindow } from "../time/zone.ts";
import { changeSchedules, withSchedules, type ScheduleChange } from "./change.ts";
import { oneDoctor } from "./rows.ts";
import type { TimeOffInput } from "./schema.ts";
import type { Impact } from "./views.ts";

/** How many absences that are not over a practitioner has: a schedule is read whole. */
const MAX_TIME_OFF = 200;

/**
 * Takes a practitioner out of the calendar for a while; gives the id of the absence as well.
 *
 * @throws DomainError as `changeSchedules`, and `invalid` for a time that is over or empty, and for one too many.
 */
export async function addTimeOff(
  actor: Actor,
  doctorId: string,
  input: TimeOffInput,
  change: ScheduleChange,
): Promise<Impact & { id: string }> {
  const id = uuid();
  const impact = await changeSchedules(
    actor,
    "schedule.change",
    (tx, user) => oneDoctor(tx, user, doctorId),
    change,
    async (tx) => {
      const exact = "startsAt" in input;
      const { startsAt, endsAt } = exact ? input : await atClinic(tx, doctorId, input);
      if (startsAt >= endsAt) throw refused("toTime", "order");
      if (endsAt <= change.now) throw refused(exact ? "endsAt" : "fromDay", "past");
      const ahead = await tx.timeOff.count({ where: { doctorId, endsAt: { gt: change.now } } });
      if (ahead >= MAX_TIME_OFF) throw refused(exact ? "startsAt" : "fromDay", "too_many_absences");
      await tx.timeOff.create({
        data: {
          id,
          doctorId,
          startsAt,
          endsAt,
          reason: input.reason ?? null,
          createdAt: change.now,
        },
      });
    },
  );
  return { ...impact, id };
}

/** Takes time off back: the hours count again. @throws DomainError `not_found` */
export async function removeTimeOff(
  actor: Actor,
  doctorId: string,
  id: string,
  change: Pick<ScheduleChange, "now">,
): Promise<void> {
  await withSchedules(
    actor,
    "schedule.change",
    (tx, user) => oneDoctor(tx, user, doctorId),
    change,
    async (tx) => {
      if (!isId(id)) throw new DomainError("not_found");
      const { count } = await tx.timeOff.deleteMany({ where: { id, doctorId } });
      if (count === 0) throw new DomainError("not_found");
    },
  );
}

/** Days and times of the clinic as instants: without a time, from midnight and to midnight. */
async function atClinic(
  tx: Tx,
  doctorId: string,
  input: Exclude<TimeOffInput, { startsAt: Date }>,
): Promise<{ startsAt: Date; endsAt: Date }> {
  const { fromDay, fromTime, toDay, toTime } = input;
  const doctor = await tx.doctor.findUniqueOrThrow({
    where: { id: doctorId },
    select: { clinic: { select: { timeZone: true } } },
  });
  const zone = doctor.clinic.timeZone;
  const start = fromTime ? firstAt(zone, fromDay, fromTime) : dayInterval(zone, fromDay).start;
  const end = toTime ? lastAt(zone, toDay, toTime) : dayInterval(zone, toDay).end;
  return { startsAt: new Date(start), endsAt: new Date(end) };
}

/** Where clocks skip a time, the next that they show; where they repeat it, the first of the two. */
function firstAt(zone: string, day: LocalDay, time: string): number {
  const minute = minuteOfDay(time);
  return wallWindow(zone, day, minute, minute + 1440).spans[0]?.start ?? NaN;
}

/** The same, the second of the two: whoever is away is away for both. */
function lastAt(zone: string, day: LocalDay, time: string): number {
  const minute = minuteOfDay(time);
  return wallWindow(zone, day, minute, minute + 1).pieces.at(-1)?.start ?? firstAt(zone, day, time);
}

function refused(path: string, message: string): DomainError {
  return new DomainError("invalid", { issues: [{ path, message }] });
}
