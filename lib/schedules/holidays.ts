import type { Actor } from "../access/actor.ts";
import { authorize } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import { DAY } from "../time/interval.ts";
import type { LocalDay } from "../time/local-day.ts";
import { localDay } from "../time/zone.ts";
import { changeSchedules, withSchedules, type ScheduleChange } from "./change.ts";
import { doctorsOf } from "./rows.ts";
import type { HolidayInput } from "./schema.ts";
import type { ClinicHolidaysView, Impact } from "./views.ts";

/** How many holidays from today on a clinic has: a schedule is read whole. */
const MAX_HOLIDAYS = 400;

/** Every clinic with its holidays from today on. */
export async function listHolidays(actor: Actor, now: Date): Promise<ClinicHolidaysView[]> {
  authorize(actor, "schedule.read");
  const clinics = await asActor(actor, (tx) =>
    tx.clinic.findMany({
      orderBy: [{ name: "asc" }, { id: "asc" }],
      select: {
        id: true,
        name: true,
        timeZone: true,
        holidays: {
          // Today in the west, where a day begins last.
          where: { day: { gte: new Date(now.getTime() - 2 * DAY) } },
          orderBy: { day: "asc" },
          select: { id: true, day: true, name: true },
        },
      },
    }),
  );
  return clinics.map(({ holidays, ...clinic }) => ({
    ...clinic,
    holidays: holidays
      .map(({ id, day, name }) => ({ id, day: day.toISOString().slice(0, 10) as LocalDay, name }))
      .filter(({ day }) => day >= localDay(clinic.timeZone, now.getTime())),
  }));
}

/**
 * Closes a clinic for a day, for all its practitioners.
 *
 * @throws DomainError as `changeSchedules`, and `invalid` for a day that is over or closed already, and for one too many.
 */
export async function addHoliday(
  actor: Actor,
  clinicId: string,
  { day, name }: HolidayInput,
  change: ScheduleChange,
): Promise<Impact> {
  return changeSchedules(
    actor,
    "holiday.change",
    (tx) => doctorsOf(tx, clinicId),
    change,
    async (tx) => {
      const { timeZone } = await tx.clinic.findUniqueOrThrow({ where: { id: clinicId } });
      const today = localDay(timeZone, change.now.getTime());
      if (day < today) throw refused("past");
      const ahead = await tx.clinicHoliday.count({
        where: { clinicId, day: { gte: new Date(today) } },
      });
      if (ahead >= MAX_HOLIDAYS) throw refused("too_many_holidays");
      const data = { clinicId, day: new Date(day), name, createdAt: change.now };
      const { count } = await tx.clinicHoliday.createMany({ data, skipDuplicates: true });
      if (count === 0) throw refused("day_closed");
    },
  );
}

/** Opens the clinic on that day again. @throws DomainError `not_found` */
export async function removeHoliday(
  actor: Actor,
  clinicId: string,
  id: string,
  change: Pick<ScheduleChange, "now">,
): Promise<void> {
  await withSchedules(
    actor,
    "holiday.change",
    (tx) => doctorsOf(tx, clinicId),
    change,
    async (tx) => {
      if (!isId(id)) throw new DomainError("not_found");
      const { count } = await tx.clinicHoliday.deleteMany({ where: { id, clinicId } });
      if (count === 0) throw new DomainError("not_found");
    },
  );
}

function refused(message: string): DomainError {
  return new DomainError("invalid", { issues: [{ path: "day", message }] });
}
