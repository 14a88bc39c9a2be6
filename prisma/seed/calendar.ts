import { MINUTE } from "#lib/time/interval.ts";
import type { Status } from "#lib/appointments/rules.ts";
import type { Chance } from "./chance.ts";
import type { Diary } from "./diary.ts";
import type { Patient } from "./people.ts";
import type { Doctor } from "./staff.ts";

/** The days that are filled, counted from the day of the import. */
const DAYS = { first: -56, last: 27 };
/** A time that is nearer than this is left free: somebody may be looking at it. */
const SOON = 150 * MINUTE;

/** What becomes of visits, in turns, so that every outcome occurs however few visits there are. */
const PAST = turns({ completed: 17, canceled: 3, no_show: 2, declined: 1, expired: 1 });
const COMING = turns({ confirmed: 9, canceled: 2, declined: 1, expired: 1 });

/** Fills the doctors' calendars loosely with visits of their patients. */
export function fillCalendar(
  diary: Diary,
  doctors: readonly Doctor[],
  patients: readonly Patient[],
  { chance, now }: { chance: Chance; now: number },
): void {
  const panels = panelsOf(doctors, patients, chance);
  const turn = { past: 0, coming: 0 };
  const statusFor = (doctor: Doctor, start: number, end: number): Status => {
    if (start <= now && now < end + 20 * MINUTE) return "confirmed";
    const list = start <= now ? PAST : COMING;
    const status = list[(start <= now ? turn.past++ : turn.coming++) % list.length] ?? "confirmed";
    if (status === "completed" && now - end < 30 * 60 * MINUTE && chance.odds(0.3))
      return "confirmed";
    const unanswered = status === "expired" || status === "declined";
    return doctor.approval === "automatic" && unanswered ? "canceled" : status;
  };
  for (let day = DAYS.first; day <= DAYS.last; day += 1) {
    for (const doctor of doctors) {
      const wanted = visitsOn(day, doctor === doctors[0], chance);
      for (let count = 0; count < wanted; count += 1) {
        const visitType = chance.pick(doctor.visitTypes);
        const slots = diary
          .free(doctor, visitType, day)
          .filter(({ start }) => start <= now || start > now + SOON);
        if (slots.length === 0) break;
        const slot = chance.pick(slots);
        const ready = panels.get(doctor)?.filter((patient) => diary.suits(patient, slot)) ?? [];
        if (ready.length === 0) continue;
        const status = statusFor(doctor, slot.start, slot.end);
        diary.plan({ doctor, patient: chance.pick(ready), visitType, slot, status });
      }
    }
  }
}

/** The first doctor is the busiest, and today is busier than the days further off. */
function visitsOn(day: number, busiest: boolean, chance: Chance): number {
  if (busiest) return chance.int(day === 0 ? 3 : 1, day === 0 ? 5 : 3);
  if (day === 0) return chance.int(2, 3);
  return day > 0 && day < 10 ? chance.int(0, 2) : chance.int(0, 1);
}

/** Whose patients they are: everybody has three doctors, all in their own city. */
function panelsOf(
  doctors: readonly Doctor[],
  patients: readonly Patient[],
  chance: Chance,
): Map<Doctor, Patient[]> {
  const panels = new Map<Doctor, Patient[]>(doctors.map((doctor) => [doctor, []]));
  for (const patient of patients) {
    const near = doctors.filter(({ clinicKey }) => clinicKey === patient.clinic);
    const first = chance.int(0, near.length - 1);
    for (const offset of [0, 1, 3]) {
      const doctor = near[(first + offset) % near.length];
      if (doctor) panels.get(doctor)?.push(patient);
    }
  }
  return panels;
}

/** A list in which each status occurs as often as asked, evenly mixed. */
function turns(shares: Partial<Record<Status, number>>): Status[] {
  return Object.entries(shares)
    .flatMap(([status, share]) =>
      Array.from({ length: share }, (_, index) => ({
        status: status as Status,
        place: (index + 0.5) / share,
      })),
    )
    .toSorted((a, b) => a.place - b.place)
    .map(({ status }) => status);
}
