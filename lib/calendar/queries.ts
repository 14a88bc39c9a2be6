import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { scheduleScope } from "../access/scope.ts";
import { selectAppointments, startsWithin, unexpired } from "../appointments/rows.ts";
import { appointmentView, type AppointmentRow } from "../appointments/views.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { Interval } from "../time/interval.ts";
import type { LocalDay } from "../time/local-day.ts";
import { dayInterval, localDay } from "../time/zone.ts";
import { LONGEST_VISIT, offsetOf, shownDays } from "./rules.ts";
import type { CalendarInput } from "./schema.ts";
import { columnOf, entriesOf, type CalendarView, type ColumnRow } from "./views.ts";

/** A busy month of a large clinic; what is more is not drawn, and the page says so. */
const MOST = 2000;
/** More absences of one doctor than this are not drawn. */
const MOST_TIME_OFF = 200;

/**
 * The calendar of a doctor, or for admins that of a clinic (the first by name) or one of its doctors,
 * on the days of a view in the clinic's zone. Six statements, however many days and doctors.
 *
 * @throws DomainError `not_found` for a clinic or doctor outside the actor's scope.
 */
export async function getCalendar(
  actor: Actor,
  { view = "week", date: wanted, clinic, doctor, closed }: CalendarInput,
  now: Date,
): Promise<CalendarView> {
  authorizeUser(actor, "calendar.read");
  return asActor(actor, async (tx) => {
    const choice = choose(await loadPractices(tx, actor), clinic, doctor);
    const { timeZone } = choice;
    const today = localDay(timeZone, now.getTime());
    const date = wanted ?? today;
    const shown = shownDays(view, date);
    const window = windowOf(timeZone, shown.days);
    const rows = await loadColumns(tx, choice.shown, window);
    const holidays = await loadHolidays(tx, choice.clinic.id, shown.days);
    const appointments = await loadAppointments(tx, actor, choice.shown, window, now);
    return {
      view,
      date,
      today,
      ...shown,
      timeZone,
      offset: offsetOf(timeZone, now.getTime()),
      clinic: choice.clinic,
      clinics: choice.clinics,
      doctors: choice.doctors,
      doctor: choice.doctor,
      columns: rows.map((row) => columnOf(row, holidays, { timeZone, days: shown.days })),
      entries: appointments.rows
        .map((row) => appointmentView(row, actor, now.getTime()))
        .flatMap((appointment) =>
          entriesOf(appointment, {
            timeZone,
            days: shown.days,
            closed: closed === "shown",
          }),
        )
        .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt) || a.key.localeCompare(b.key)),
      truncated: appointments.truncated,
    };
  });
}

interface Practice {
  doctorId: string;
  doctorName: string;
  clinicId: string;
  clinicName: string;
  timeZone: string;
}

/** Doctors in the actor's scope who work or have worked, by clinic and name. */
async function loadPractices(tx: Tx, actor: UserActor): Promise<Practice[]> {
  return tx.$queryRaw<Practice[]>`
    SELECT d.id AS "doctorId", d.full_name AS "doctorName", c.id AS "clinicId", c.name AS "clinicName", c.time_zone AS "timeZone"
    FROM doctors d JOIN clinics c ON c.id = d.clinic_id
    WHERE ${scheduleScope(actor)} AND (d.verified_at IS NOT NULL OR d.user_id = ${actor.userId}::uuid
      OR EXISTS (SELECT FROM appointments a WHERE a.doctor_id = d.id))
    ORDER BY c.name, c.id, d.full_name, d.id`;
}

/** Whose calendar it is. A doctor who is not at the clinic that was asked for is not chosen. */
function choose(practices: Practice[], clinicId: string | undefined, doctorId: string | undefined) {
  const asked = practices.find((practice) => practice.doctorId === doctorId);
  if (doctorId && !asked) throw new DomainError("not_found");
  const first = clinicId
    ? practices.find((practice) => practice.clinicId === clinicId)
    : (asked ?? practices[0]);
  if (!first) throw new DomainError("not_found");
  const doctors = practices
    .filter((practice) => practice.clinicId === first.clinicId)
    .map(({ doctorId: id, doctorName: name }) => ({ id, name }));
  // Where there is but one, it is the one.
  const chosen = doctors.length === 1 ? doctors : doctors.filter(({ id }) => id === doctorId);
  return {
    timeZone: first.timeZone,
    clinic: { id: first.clinicId, name: first.clinicName },
    clinics: [
      ...new Map(
        practices.map(({ clinicId: id, clinicName: name }) => [id, { id, name }]),
      ).values(),
    ],
    doctors,
    doctor: chosen[0] ?? null,
    shown: (chosen.length > 0 ? chosen : doctors).map(({ id }) => id),
  };
}

function windowOf(zone: string, days: readonly LocalDay[]): Interval {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) throw new DomainError("internal");
  return { start: dayInterval(zone, first).start, end: dayInterval(zone, last).end };
}

async function loadColumns(
  tx: Tx,
  doctorIds: string[],
  { start, end }: Interval,
): Promise<ColumnRow[]> {
  return tx.$queryRaw<ColumnRow[]>`
    SELECT d.id, d.full_name AS name,
      (SELECT coalesce(json_agg(json_build_object('weekday', w.weekday, 'fromMinute', w.from_minute, 'toMinute', w.to_minute,
          'validFrom', w.valid_from, 'validUntil', w.valid_until)), '[]')
        FROM working_hours w WHERE w.doctor_id = d.id) AS blocks,
      (SELECT coalesce(json_agg(json_build_object('startsAt', t.starts_at, 'endsAt', t.ends_at, 'reason', t.reason)
          ORDER BY t.starts_at), '[]')
        FROM (SELECT * FROM time_off t WHERE t.doctor_id = d.id
          AND tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(${new Date(start)}, ${new Date(end)}, '[)')
          ORDER BY t.starts_at LIMIT ${MOST_TIME_OFF}) t) AS "timeOff"
    FROM doctors d WHERE d.id = ANY (${doctorIds}::uuid[]) ORDER BY d.full_name, d.id`;
}

async function loadHolidays(
  tx: Tx,
  clinicId: string,
  days: readonly LocalDay[],
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ day: string; name: string }[]>`
    SELECT h.day::text AS day, h.name FROM clinic_holidays h
    WHERE h.clinic_id = ${clinicId}::uuid AND h.day BETWEEN ${days[0]}::date AND ${days.at(-1)}::date`;
  return new Map(rows.map(({ day, name }) => [day, name]));
}

/** What touches the window: visits, also those under way at its start, and times held in it. */
async function loadAppointments(
  tx: Tx,
  actor: UserActor,
  doctorIds: string[],
  { start, end }: Interval,
  now: Date,
): Promise<{ rows: AppointmentRow[]; truncated: boolean }> {
  const [from, to] = [new Date(start), new Date(end)];
  const theirs = Prisma.sql`a.doctor_id = ANY (${doctorIds}::uuid[])`;
  const visits = await selectAppointments(
    tx,
    actor,
    [theirs, ...startsWithin(new Date(start - LONGEST_VISIT), to), Prisma.sql`a.ends_at > ${from}`],
    { limit: MOST + 1 },
  );
  const proposing = await selectAppointments(
    tx,
    actor,
    [
      theirs,
      Prisma.sql`a.status = 'pending'`,
      unexpired(now),
      Prisma.sql`EXISTS (SELECT FROM unnest(a.proposed_starts) held
        WHERE held < ${to} AND held + (a.ends_at - a.starts_at) > ${from})`,
    ],
    { limit: MOST },
  );
  const rows = visits.slice(0, MOST);
  const known = new Set(rows.map(({ id }) => id));
  return {
    rows: [...rows, ...proposing.filter(({ id }) => !known.has(id))],
    truncated: visits.length > MOST,
  };
}
