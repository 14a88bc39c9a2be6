import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { selectAppointments } from "../appointments/rows.ts";
import { daysWindow, loadSchedule } from "../availability/queries.ts";
import { objections, type Objection } from "../availability/rules.ts";
import { blocksOn } from "../availability/windows.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { MINUTE } from "../time/interval.ts";
import { clockTime, minuteOfDay } from "../time/local-day.ts";
import { wallInstants } from "../time/zone.ts";
import { oneDoctor } from "./rows.ts";
import type { ExplainInput } from "./schema.ts";
import type { TimeExplained } from "./views.ts";

/**
 * Why a time is not offered, or that it is: everything that speaks against it, for patients who
 * would book it online, by the very rules that offer times.
 *
 * A time that occurs twice on that day is explained for its first occurrence.
 *
 * @throws DomainError `not_found`, `invalid` for a time that clocks skip on that day.
 */
export async function explainTime(
  actor: Actor,
  doctorId: string,
  { day, time, visitType: wanted }: ExplainInput,
  now: Date,
): Promise<TimeExplained> {
  authorizeUser(actor, "schedule.read");
  return asActor(actor, async (tx) => {
    await oneDoctor(tx, actor, doctorId);
    const window = daysWindow(day, day);
    const schedule = await loadSchedule(tx, doctorId, window, { listed: false });
    const visitType = schedule.visitTypes.find(({ id }) => wanted === undefined || id === wanted);
    if (!visitType) throw new DomainError("not_found");
    const [start] = wallInstants(schedule.timeZone, day, minuteOfDay(time));
    if (start === undefined) {
      throw new DomainError("invalid", { issues: [{ path: "time", message: "skipped" }] });
    }
    const against = objections(schedule, visitType, start, now.getTime());
    return {
      startsAt: new Date(start).toISOString(),
      endsAt: new Date(start + visitType.minutes * MINUTE).toISOString(),
      date: day,
      time,
      visitType: { id: visitType.id, name: visitType.name, minutes: visitType.minutes },
      offered: against.length === 0,
      reasons: await Promise.all(against.map((objection) => named(tx, actor, schedule, objection))),
      hours: blocksOn(schedule.blocks, day).map(({ fromMinute, toMinute }) => ({
        from: clockTime(fromMinute),
        to: clockTime(toMinute),
      })),
    };
  });
}

/** An objection with what the actor may know of the thing that has the time. */
async function named(
  tx: Tx,
  actor: UserActor,
  { doctorId, clinic }: { doctorId: string; clinic: { id: string } },
  { why, taken }: Objection,
): Promise<TimeExplained["reasons"][number]> {
  if (!taken) return { why };
  const [startsAt, endsAt] = [new Date(taken.start), new Date(taken.end)];
  if (taken.kind === "appointment") {
    const [row] = await selectAppointments(
      tx,
      actor,
      [
        Prisma.sql`a.doctor_id = ${doctorId}::uuid`,
        Prisma.sql`a.status IN ('pending', 'confirmed')`,
        Prisma.sql`a.starts_at = ${startsAt}`,
        Prisma.sql`a.ends_at = ${endsAt}`,
      ],
      { limit: 1 },
    );
    return row
      ? {
          why,
          appointment: {
            id: row.id,
            patient: row.patientName,
            startsAt: startsAt.toISOString(),
            endsAt: endsAt.toISOString(),
          },
        }
      : { why };
  }
  if (taken.kind === "time_off") {
    const off = await tx.timeOff.findFirst({ where: { doctorId, startsAt, endsAt } });
    return { why, ...(off?.reason && { label: off.reason }) };
  }
  if (taken.kind === "holiday") {
    const [holiday] = await tx.$queryRaw<{ name: string }[]>`
      SELECT o.name FROM clinic_holidays o JOIN clinics c ON c.id = o.clinic_id
      WHERE c.id = ${clinic.id}::uuid AND o.day = (${startsAt}::timestamptz AT TIME ZONE c.time_zone)::date`;
    return { why, ...(holiday && { label: holiday.name }) };
  }
  return { why };
}
