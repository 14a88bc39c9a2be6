import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { loadSchedule, type VisitTypeFacts } from "../availability/queries.ts";
import type { WorkingBlock } from "../availability/rules.ts";
import { asActor } from "../db.ts";
import { clockTime, type LocalDay } from "../time/local-day.ts";
import { dayInterval, localDay, localTime } from "../time/zone.ts";
import { oneDoctor } from "./rows.ts";
import type { BlockView, ScheduleView, TimeOffView, VisitTypeView } from "./views.ts";

/** A practitioner's schedule, to be changed. @throws DomainError `not_found` */
export async function getSchedule(
  actor: Actor,
  doctorId: string,
  now: Date,
): Promise<ScheduleView> {
  authorizeUser(actor, "schedule.read");
  return asActor(actor, async (tx) => {
    await oneDoctor(tx, actor, doctorId);
    const moment = { start: now.getTime(), end: now.getTime() };
    const schedule = await loadSchedule(tx, doctorId, moment, { listed: false });
    const { timeZone, clinic, blocks, visitTypes, fullName, specialization } = schedule;
    const today = localDay(timeZone, now.getTime());
    const away = await tx.timeOff.findMany({
      where: { doctorId, endsAt: { gt: now } },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
    });
    const holidays = await tx.clinicHoliday.findMany({
      where: { clinicId: clinic.id, day: { gte: new Date(today) } },
      orderBy: { day: "asc" },
    });
    return {
      doctor: { id: doctorId, name: fullName, specialization },
      clinic: { id: clinic.id, name: clinic.name, timeZone },
      version: schedule.scheduleVersion,
      blocks: blockViews(blocks),
      visitTypes: visitTypes.map(visitTypeView),
      rules: {
        acceptingPatients: schedule.acceptingPatients,
        approval: schedule.approval,
        minimumNoticeMinutes: schedule.minimumNoticeMinutes,
        horizonDays: schedule.horizonDays,
        cutoffMinutes: schedule.cutoffMinutes,
        requestTtlMinutes: schedule.requestTtlMinutes,
      },
      timeOff: away.map((row) => timeOffView(row, timeZone)),
      holidays: holidays.map(({ id, day, name }) => ({
        id,
        day: day.toISOString().slice(0, 10) as LocalDay,
        name,
      })),
    };
  });
}

/** Weekly hours in the order of the week. */
export const blockViews = (blocks: readonly WorkingBlock[]): BlockView[] =>
  blocks.map(blockView).sort(inOrder);

/** A visit type as its practitioner set it up. */
export function visitTypeView(type: VisitTypeFacts): VisitTypeView {
  const { id, name, minutes, bufferBefore, bufferAfter, step, bookableOnline } = type;
  return { id, name, minutes, bufferBefore, bufferAfter, step, bookableOnline };
}

function blockView(block: WorkingBlock): BlockView {
  const { weekday, fromMinute, toMinute, validFrom, validUntil } = block;
  return {
    weekday,
    from: clockTime(fromMinute),
    to: clockTime(toMinute),
    validFrom,
    validUntil,
  };
}

function inOrder(a: BlockView, b: BlockView): number {
  const key = ({ weekday, validFrom, from }: BlockView) => `${weekday} ${validFrom ?? ""} ${from}`;
  return key(a).localeCompare(key(b));
}

function timeOffView(
  row: { id: string; startsAt: Date; endsAt: Date; reason: string | null },
  zone: string,
): TimeOffView {
  const [start, end] = [row.startsAt.getTime(), row.endsAt.getTime()];
  const fromDay = localDay(zone, start);
  // What ends at midnight ends with the day before it.
  const lastDay = localDay(zone, end - 1);
  const wholeDays =
    dayInterval(zone, fromDay).start === start && dayInterval(zone, lastDay).end === end;
  return {
    id: row.id,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    wholeDays,
    fromDay,
    fromTime: localTime(zone, start),
    toDay: wholeDays ? lastDay : localDay(zone, end),
    toTime: localTime(zone, end),
    reason: row.reason,
  };
}
