import { DAY } from "#lib/time/interval.ts";
import { parseLocalDay, type LocalDay } from "#lib/time/local-day.ts";
import { dayInterval, localDay } from "#lib/time/zone.ts";
import type { Accounts } from "./people.ts";
import type { Doctor } from "./staff.ts";
import type { Tables } from "./tables.ts";

const HOLIDAYS = [
  { date: "12-25", name: "Christmas Day" },
  { date: "01-01", name: "New Year's Day" },
] as const;

/** Closes each clinic on the next of these days, for everybody who works there. */
export function addHolidays(
  tables: Tables,
  doctors: readonly Doctor[],
  { chance, now }: Accounts,
): void {
  const clinics = Map.groupBy(doctors, (doctor) => doctor.clinic.id);
  for (const [clinicId, colleagues] of clinics) {
    const zone = colleagues[0]?.timeZone ?? "UTC";
    for (const { date, name } of HOLIDAYS) {
      const day = nextOf(date, localDay(zone, now));
      const createdAt = new Date(now - 200 * DAY);
      tables.clinic_holidays.push({ id: chance.id(+createdAt), clinicId, day, name, createdAt });
      for (const doctor of colleagues) {
        const closed = { ...dayInterval(zone, day), bufferBefore: 0, bufferAfter: 0 };
        doctor.busy.push({ ...closed, kind: "holiday" });
      }
    }
  }
}

function nextOf(date: string, today: LocalDay): LocalDay {
  const year = Number(today.slice(0, 4));
  const days = [year, year + 1].flatMap((of) => parseLocalDay(`${of}-${date}`) ?? []);
  return days.find((day) => day >= today) ?? today;
}
