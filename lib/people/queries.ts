import type { Actor } from "../access/actor.ts";
import { authorize } from "../access/policy.ts";
import { daysWindow, loadSchedules, type PractitionerSchedule } from "../availability/queries.ts";
import { freeTimes } from "../availability/rules.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { decodeCursor, pageOf, type Page } from "../page.ts";
import { addDays, fromEpochDay, type LocalDay } from "../time/local-day.ts";
import { DAY } from "../time/interval.ts";
import { localDay } from "../time/zone.ts";
import type { DoctorFilter } from "./schema.ts";
import type { DirectoryChoices, DoctorView } from "./views.ts";

/** How far ahead "next free" looks, in days. */
const LOOK_AHEAD = 28;
/** With a day to look for, everybody who matches is asked, up to this many. */
const MOST_ON_A_DAY = 200;

/** The directory: verified practitioners who match, by name, each with the next free time. */
export async function listDoctors(
  actor: Actor,
  filter: DoctorFilter,
  now: Date,
): Promise<Page<DoctorView>> {
  authorize(actor, "doctor.read");
  const limit = filter.day ? MOST_ON_A_DAY : filter.limit;
  return asActor(actor, async (tx) => {
    const found = await tx.doctor.findMany({
      where: { AND: [{ verifiedAt: { not: null } }, ...matching(filter)] },
      orderBy: [{ fullName: "asc" }, { id: "asc" }],
      take: limit + 1,
      select: profile,
    });
    const page = pageOf(found, limit, ({ fullName, id }) => ({ sort: fullName, id }));
    const items = await withNextFree(tx, page.items, now, filter.day);
    return {
      items: filter.day ? items.filter(({ nextFreeAt }) => nextFreeAt !== null) : items,
      nextCursor: page.nextCursor,
    };
  });
}

/** One verified practitioner. @throws DomainError `not_found` */
export async function getDoctor(actor: Actor, id: string, now: Date): Promise<DoctorView> {
  authorize(actor, "doctor.read");
  return asActor(actor, async (tx) => {
    const doctor = await tx.doctor.findFirst({
      where: { id, verifiedAt: { not: null } },
      select: profile,
    });
    const [view] = doctor ? await withNextFree(tx, [doctor], now) : [];
    if (!view) throw new DomainError("not_found");
    return view;
  });
}

/** What the directory can be searched by: its specializations, clinics and practitioners. */
export async function listDirectoryChoices(actor: Actor): Promise<DirectoryChoices> {
  authorize(actor, "doctor.read");
  return asActor(actor, async (tx) => {
    const doctors = await tx.doctor.findMany({
      where: { verifiedAt: { not: null } },
      orderBy: [{ fullName: "asc" }, { id: "asc" }],
      select: { id: true, fullName: true, specialization: true },
    });
    const clinics = await tx.clinic.findMany({
      orderBy: { name: "asc" },
      select: { id: true, name: true, timeZone: true },
    });
    return {
      specializations: [...new Set(doctors.map((doctor) => doctor.specialization))].sort(),
      clinics,
      doctors: doctors.map(({ id, fullName }) => ({ id, name: fullName })),
    };
  });
}

const profile = {
  id: true,
  fullName: true,
  biography: true,
  languages: true,
} satisfies Prisma.DoctorSelect;
type Profile = Prisma.DoctorGetPayload<{ select: typeof profile }>;

function matching({ specialization, q, clinic, cursor }: DoctorFilter): Prisma.DoctorWhereInput[] {
  const conditions: Prisma.DoctorWhereInput[] = [];
  if (specialization) conditions.push({ specialization });
  if (clinic) conditions.push({ clinicId: clinic });
  for (const word of folded(q ?? "")
    .split(/\s+/)
    .filter(Boolean)) {
    // LIKE has two wild characters, which nobody searches for a doctor with.
    conditions.push({ foldedName: { contains: word.replaceAll(/[\\%_]/g, "\\$&") } });
  }
  if (cursor) {
    const { sort, id } = decodeCursor(cursor);
    conditions.push({ OR: [{ fullName: { gt: sort } }, { fullName: sort, id: { gt: id } }] });
  }
  return conditions;
}

/** Small letters without accents, as the column `folded_name` has them. */
function folded(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}

/** Two statements for all of them, and none for nobody. */
async function withNextFree(
  tx: Tx,
  doctors: Profile[],
  now: Date,
  day?: LocalDay,
): Promise<DoctorView[]> {
  if (doctors.length === 0) return [];
  const from = day ?? fromEpochDay(Math.floor(now.getTime() / DAY) - 1);
  const to = day ?? addDays(from, LOOK_AHEAD + 2);
  const ids = doctors.map(({ id }) => id);
  const schedules = await loadSchedules(tx, ids, daysWindow(from, to));
  return doctors.flatMap((doctor) => {
    const schedule = schedules.get(doctor.id);
    return schedule ? [doctorView(doctor, schedule, now, { from, to })] : [];
  });
}

function doctorView(
  { id, fullName, biography, languages }: Profile,
  schedule: PractitionerSchedule,
  now: Date,
  range: { from: LocalDay; to: LocalDay },
): DoctorView {
  const visitTypes = schedule.visitTypes.filter(({ bookableOnline }) => bookableOnline);
  const [first] = visitTypes;
  const today = localDay(schedule.timeZone, now.getTime());
  const days = { from: range.from < today ? today : range.from, to: range.to };
  const next = first && freeTimes(schedule, first, days, now.getTime()).next();
  return {
    id,
    name: fullName,
    specialization: schedule.specialization,
    biography,
    languages,
    clinic: { ...schedule.clinic, timeZone: schedule.timeZone },
    acceptingPatients: schedule.acceptingPatients,
    approval: schedule.approval,
    visitTypes: visitTypes.map(({ id, name, minutes }) => ({ id, name, minutes })),
    nextFreeAt: next && !next.done ? new Date(next.value.start).toISOString() : null,
  };
}
