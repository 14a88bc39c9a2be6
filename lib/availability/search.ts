import type { Actor } from "../access/actor.ts";
import { authorize } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeCursor, pageOf, type Page } from "../page.ts";
import { DAY, HOUR, MINUTE, type Interval } from "../time/interval.ts";
import { addDays, daysBetween, fromEpochDay, toEpochDay } from "../time/local-day.ts";
import { localDay } from "../time/zone.ts";
import { earliestFirst, type Offer, type OfferedTime } from "./earliest.ts";
import { IN_DIRECTORY } from "./listed.ts";
import { loadBusy, loadSchedules, type PractitionerSchedule } from "./queries.ts";
import { MOST_DAYS, type SlotSearch } from "./schema.ts";
import { opensAt } from "./windows.ts";
import { slotView, type FoundSlotView } from "./views.ts";

/** How long before UTC the clocks that are furthest ahead begin a day. */
const FURTHEST_AHEAD = 14 * HOUR;
/** How many days are looked at if nobody says how many. */
const USUAL_DAYS = 14;
/** A search reads what is taken in stretches of so many days of so many practitioners … */
const DAYS_AT_ONCE = 100;
/** … and each stretch is so much longer than the one before. */
const GROWTH = 4;

/**
 * The earliest free times of everybody who matches, for the first kind of visit that each offers
 * online: by instant, then by name. `nextCursor` goes on behind the last of them.
 *
 * What is taken is read from the first time on that anybody works, stretch by stretch and no further
 * than the answer needs: for 200 practitioners and two weeks that is six statements at most.
 *
 * @throws DomainError `invalid` for a cursor that no answer gave, and for days too far from today.
 */
export async function searchSlots(
  actor: Actor,
  search: SlotSearch,
  now: Date,
): Promise<Page<FoundSlotView>> {
  authorize(actor, "slot.read");
  const after = search.cursor ? placeIn(search.cursor) : null;
  const found = await asActor(actor, (tx) => findTimes(tx, search, after, now));
  const { items, nextCursor } = pageOf(found, search.limit, placeOf);
  return { items: items.map(foundSlotView), nextCursor };
}

/** Behind which time of which practitioner an answer goes on. */
interface Place {
  sort: string;
  id: string;
  startsAt: number;
}

function placeIn(cursor: string): Place {
  const { sort, id } = decodeCursor(cursor);
  const startsAt = Date.parse(sort.slice(0, 24));
  if (!Number.isNaN(startsAt)) return { sort, id, startsAt };
  throw new DomainError("invalid", { issues: [{ path: "cursor", message: "invalid" }] });
}

/** One more than asked for, if there is one. */
async function findTimes(
  tx: Tx,
  search: SlotSearch,
  after: Place | null,
  now: Date,
): Promise<OfferedTime[]> {
  const ids = await matching(tx, search);
  const schedules = [...(await loadSchedules(tx, ids, null)).values()].sort(byName);
  const window = windowOf(search, after, now);
  const openings = schedules.flatMap((schedule) =>
    offerOf(schedule, search, window, now).map(({ range }) =>
      opensAt(schedule, range, window.start),
    ),
  );
  const found: OfferedTime[] = [];
  for (const stretch of stretchesOf({ ...window, start: Math.min(...openings) }, ids.length)) {
    const busy = await loadBusy(tx, ids, { ...stretch, end: stretch.end + longestOf(schedules) });
    const offers = schedules.flatMap((schedule) =>
      offerOf({ ...schedule, busy: busy.get(schedule.doctorId) ?? [] }, search, stretch, now),
    );
    for (const time of earliestFirst(offers, stretch, search.part, now.getTime())) {
      if (after && !isBehind(placeOf(time), after)) continue;
      if (found.push(time) > search.limit) return found;
    }
  }
  return found;
}

async function matching(tx: Tx, { specialization, clinic, doctor }: SlotSearch): Promise<string[]> {
  const conditions = [
    Prisma.sql`${IN_DIRECTORY} AND d.accepting_patients`,
    ...(specialization ? [Prisma.sql`d.specialization = ${specialization}`] : []),
    ...(clinic ? [Prisma.sql`d.clinic_id = ${clinic}::uuid`] : []),
    ...(doctor ? [Prisma.sql`d.id = ${doctor}::uuid`] : []),
  ];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM doctors d WHERE ${Prisma.join(conditions, " AND ")}`;
  return rows.map(({ id }) => id);
}

/** Instants that surely hold all that is asked for, wherever the clinics are. */
function windowOf({ from, to }: SlotSearch, after: Place | null, now: Date): Interval {
  const first = from ?? fromEpochDay(Math.floor(now.getTime() / DAY));
  if (to && daysBetween(first, to) > MOST_DAYS) {
    throw new DomainError("invalid", { issues: [{ path: "to", message: "too_many_days" }] });
  }
  const last = to ?? addDays(first, USUAL_DAYS);
  const begins = toEpochDay(first) * DAY - FURTHEST_AHEAD;
  const start = Math.max(begins, now.getTime(), after?.startsAt ?? 0);
  return { start, end: Math.max(start, (toEpochDay(last) + 2) * DAY) };
}

function* stretchesOf({ start, end }: Interval, practitioners: number): Generator<Interval> {
  let length = (DAYS_AT_ONCE / practitioners) * DAY;
  for (; start < end; length *= GROWTH) {
    const until = Math.min(end, start + length);
    yield { start, end: until };
    start = until;
  }
}

/** What begins within a stretch is over so many milliseconds after it. */
function longestOf(schedules: readonly PractitionerSchedule[]): number {
  const minutes = schedules.flatMap(({ visitTypes }) =>
    visitTypes.map((type) => type.minutes + type.bufferAfter),
  );
  return Math.max(0, ...minutes) * MINUTE;
}

/** What of the days asked for a clinic has in a stretch; nothing without a visit to book online. */
function offerOf(
  schedule: PractitionerSchedule,
  { from, to }: SlotSearch,
  stretch: Interval,
  now: Date,
): Offer[] {
  const visitType = schedule.visitTypes.find(({ bookableOnline }) => bookableOnline);
  if (!visitType) return [];
  const { timeZone } = schedule;
  const first = from ?? localDay(timeZone, now.getTime());
  const last = to ?? addDays(first, USUAL_DAYS - 1);
  const begins = localDay(timeZone, stretch.start);
  const ends = localDay(timeZone, stretch.end);
  const range = { from: first > begins ? first : begins, to: last < ends ? last : ends };
  return [{ schedule, visitType, range }];
}

/** The order of an answer: the instant, in characters of a fixed number, then the name. */
function placeOf({ slot, schedule }: OfferedTime): { sort: string; id: string } {
  return {
    sort: `${new Date(slot.start).toISOString()} ${schedule.fullName}`,
    id: schedule.doctorId,
  };
}

function isBehind(place: { sort: string; id: string }, after: Place): boolean {
  return place.sort === after.sort ? place.id > after.id : place.sort > after.sort;
}

/** As `placeOf` compares times of one instant. */
function byName(a: PractitionerSchedule, b: PractitionerSchedule): number {
  if (a.fullName === b.fullName) return a.doctorId < b.doctorId ? -1 : 1;
  return a.fullName < b.fullName ? -1 : 1;
}

function foundSlotView({ slot, schedule, visitType }: OfferedTime): FoundSlotView {
  const { doctorId, fullName, specialization, clinic, timeZone } = schedule;
  const { id, name, minutes } = visitType;
  return {
    ...slotView(slot),
    doctor: { id: doctorId, name: fullName, specialization },
    clinic: { id: clinic.id, name: clinic.name, timeZone },
    visitType: { id, name, minutes },
  };
}
