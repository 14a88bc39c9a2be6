import type { Actor } from "../access/actor.ts";
import { authorize } from "../access/policy.ts";
import { IN_DIRECTORY, LISTED } from "../availability/listed.ts";
import {
  daysWindow,
  loadBusy,
  loadSchedule,
  loadSchedules,
  slotsView,
  type PractitionerSchedule,
  type VisitTypeFacts,
} from "../availability/queries.ts";
import { freeTimes, partOf } from "../availability/rules.ts";
import type { Part } from "../availability/schema.ts";
import type { SlotsView } from "../availability/views.ts";
import { weekOf, type Week } from "../availability/week.ts";
import { asActor, type Tx } from "../db.ts";
import { languageTag } from "../formatting/languages.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { pageOf, type Page } from "../page.ts";
import { DOCTORS, nameList } from "../search/match.ts";
import { addDays, fromEpochDay, type LocalDay } from "../time/local-day.ts";
import { DAY } from "../time/interval.ts";
import type { DoctorFilter } from "./schema.ts";
import { photoHref, type DirectoryChoices, type DoctorView } from "./views.ts";

/** How far ahead "next free" looks, in days. */
const LOOK_AHEAD = 28;
/** With a day to look for, everybody who matches is asked, up to this many. */
const MOST_ON_A_DAY = 200;

/** Doctors of lists of appointments, disabled ones included. */
const VERIFIED = { verifiedAt: { not: null } };

/** What the directory answers to a search. */
export interface Directory {
  choices: DirectoryChoices;
  /** Doctors in the directory who match, by name or by how well they match, each with the next free time. */
  page: Page<DoctorView>;
}

/** @throws DomainError `invalid` for a cursor that no page gave. */
export async function searchDirectory(
  actor: Actor,
  filter: DoctorFilter,
  now: Date,
): Promise<Directory> {
  authorize(actor, "doctor.read");
  return asActor(actor, async (tx) => {
    const choices = await loadChoices(tx);
    return { choices, page: await loadPage(tx, filter, choices.languages, now) };
  });
}

/**
 * Lists what searches offer to choose from: specializations, languages, clinics and doctors. With `disabled`,
 * for lists of appointments, also doctors whose accounts are disabled.
 */
export async function listDirectoryChoices(
  actor: Actor,
  { disabled } = { disabled: false },
): Promise<DirectoryChoices> {
  authorize(actor, "doctor.read");
  return asActor(actor, (tx) => loadChoices(tx, disabled));
}

/**
 * One practitioner as everybody may see them.
 *
 * @throws DomainError `not_found` for nobody, or nobody who is verified.
 */
export async function getDoctor(actor: Actor, id: string, now: Date): Promise<DoctorView> {
  authorize(actor, "doctor.read");
  return asActor(actor, async (tx) => {
    const ahead = aheadOf(now);
    return doctorView(await loadSchedule(tx, id, daysWindow(ahead.from, ahead.to)), now, ahead);
  });
}

/** A practitioner with the free times of one week. */
export interface DoctorWeek {
  doctor: DoctorView;
  week: Week;
  /** For the visit type asked for, else the first; null when none can be booked online. */
  slots: SlotsView | null;
}

/**
 * The public profile: the practitioner, and the week that holds `day`.
 *
 * @throws DomainError `not_found` for nobody, or nobody who is verified.
 */
export async function getDoctorWeek(
  actor: Actor,
  id: string,
  { day, visitType }: { day?: string | undefined; visitType?: string | undefined },
  now: Date,
): Promise<DoctorWeek> {
  authorize(actor, "doctor.read");
  return asActor(actor, async (tx) => {
    const ahead = aheadOf(now);
    const schedule = await loadSchedule(tx, id, daysWindow(ahead.from, ahead.to));
    const week = weekOf(schedule.timeZone, now, day);
    const { doctorId } = schedule;
    const { from, to } = week.range;
    const far = to > ahead.to ? await loadBusy(tx, [doctorId], daysWindow(from, to)) : null;
    const chosen =
      onlineTypes(schedule).find((type) => type.id === visitType) ?? onlineTypes(schedule)[0];
    return {
      doctor: doctorView(schedule, now, ahead),
      week,
      slots: chosen
        ? slotsView(
            far ? { ...schedule, busy: far.get(doctorId) ?? [] } : schedule,
            chosen,
            week.range,
            now,
          )
        : null,
    };
  });
}

async function loadChoices(tx: Tx, disabled = false): Promise<DirectoryChoices> {
  const doctors = await tx.doctor.findMany({
    where: disabled ? VERIFIED : LISTED,
    orderBy: [{ fullName: "asc" }, { id: "asc" }],
    select: { id: true, fullName: true, specialization: true, languages: true },
  });
  const clinics = await tx.clinic.findMany({
    orderBy: { name: "asc" },
    select: { id: true, name: true, timeZone: true },
  });
  return {
    specializations: [...new Set(doctors.map((doctor) => doctor.specialization))].sort(),
    languages: [...new Set(doctors.flatMap((doctor) => doctor.languages))].sort(),
    clinics,
    doctors: doctors.map(({ id, fullName }) => ({ id, name: fullName })),
  };
}

/** Two statements, however many practitioners. */
async function loadPage(
  tx: Tx,
  filter: DoctorFilter,
  spoken: readonly string[],
  now: Date,
): Promise<Page<DoctorView>> {
  const { day, part } = filter;
  const limit = day ? MOST_ON_A_DAY : filter.limit;
  const list = nameList(DOCTORS, filter.q);
  const conditions = [
    ...matching(filter),
    ...speaking(filter, spoken),
    ...list.after(filter.cursor),
  ];
  const where = Prisma.join(conditions, " AND ");
  const found = await tx.$queryRaw<{ id: string; name: string; rank: number }[]>`
    SELECT d.id, d.full_name AS name, ${list.rank} FROM doctors d ${list.join}
    WHERE ${where} ORDER BY ${list.order} LIMIT ${limit + 1}`;
  const page = pageOf(found, limit, list.placeOf);
  const range = day ? { from: day, to: day } : aheadOf(now);
  const ids = page.items.map(({ id }) => id);
  const schedules =
    ids.length > 0
      ? await loadSchedules(tx, ids, daysWindow(range.from, range.to))
      : new Map<string, PractitionerSchedule>();
  const items = ids.flatMap((id) => {
    const schedule = schedules.get(id);
    return schedule ? [doctorView(schedule, now, range, part)] : [];
  });
  return {
    items: day ? items.filter(({ nextFreeAt }) => nextFreeAt !== null) : items,
    nextCursor: page.nextCursor,
  };
}

function matching({ specialization, clinic }: DoctorFilter): Prisma.Sql[] {
  return [
    IN_DIRECTORY,
    ...(specialization ? [Prisma.sql`d.specialization = ${specialization}`] : []),
    ...(clinic ? [Prisma.sql`d.clinic_id = ${clinic}::uuid`] : []),
  ];
}

/** The condition of the filter by language, which includes variants: "de" finds "de-AT" (RFC 4647, 3.3.1). */
function speaking({ language }: DoctorFilter, spoken: readonly string[]): Prisma.Sql[] {
  if (!language) return [];
  const wanted = languageTag(language) ?? language;
  const variants = spoken.filter((each) => each === wanted || each.startsWith(`${wanted}-`));
  return [Prisma.sql`d.languages && ${variants}::text[]`];
}

/** The days in which "next free" is looked for, from yesterday in UTC: today somewhere. */
function aheadOf(now: Date): { from: LocalDay; to: LocalDay } {
  const from = fromEpochDay(Math.floor(now.getTime() / DAY) - 1);
  return { from, to: addDays(from, LOOK_AHEAD + 2) };
}

const onlineTypes = ({ visitTypes }: PractitionerSchedule) =>
  visitTypes.filter(({ bookableOnline }) => bookableOnline);

function doctorView(
  schedule: PractitionerSchedule,
  now: Date,
  range: { from: LocalDay; to: LocalDay },
  part?: Part,
): DoctorView {
  const visitTypes = onlineTypes(schedule);
  const [first] = visitTypes;
  return {
    id: schedule.doctorId,
    name: schedule.fullName,
    specialization: schedule.specialization,
    biography: schedule.biography,
    languages: schedule.languages,
    photo: photoHref(schedule.doctorId, schedule.photoAt),
    clinic: { ...schedule.clinic, timeZone: schedule.timeZone },
    acceptingPatients: schedule.acceptingPatients,
    approval: schedule.approval,
    visitTypes: visitTypes.map(({ id, name, minutes }) => ({ id, name, minutes })),
    nextFreeAt: first ? nextFree(schedule, first, range, now, part) : null,
  };
}

function nextFree(
  schedule: PractitionerSchedule,
  visitType: VisitTypeFacts,
  range: { from: LocalDay; to: LocalDay },
  now: Date,
  part: Part | undefined,
): string | null {
  for (const { start, time } of freeTimes(schedule, visitType, range, now.getTime())) {
    if (!part || partOf(time) === part) return new Date(start).toISOString();
  }
  return null;
}
