import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { LISTED } from "../availability/listed.ts";
import {
  daysWindow,
  loadSchedule,
  slotsView,
  type PractitionerSchedule,
} from "../availability/queries.ts";
import { weekOf } from "../availability/week.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { findPatientsWithin, loadPatient } from "../people/patient-rows.ts";
import { DAY } from "../time/interval.ts";
import { fromEpochDay } from "../time/local-day.ts";
import { localDay } from "../time/zone.ts";
import { previewTime } from "./preview-time.ts";
import type { DeskInput } from "./schema.ts";
import { forBooking } from "./times.ts";
import type { DeskDoctor, DeskTimes, DeskView } from "./views.ts";

/**
 * Staff adds a visit, step by step: whose, with whom, what for, when. Each step that is taken is
 * part of the question; what is missing is null in the answer.
 *
 * @throws DomainError `not_found` for a patient, practitioner or visit type out of reach.
 */
export async function getDesk(actor: Actor, input: DeskInput, now: Date): Promise<DeskView> {
  authorizeUser(actor, "appointment.overbook");
  return asActor(actor, async (tx) => {
    const { q, patient: patientId, doctor = actor.doctorId } = input;
    if (!patientId) {
      const found = q === undefined ? null : await findPatientsWithin(tx, actor, q);
      return { found, patient: null, doctors: [], doctor: null, times: null };
    }
    const patient = await loadPatient(tx, actor, patientId);
    if (!doctor) {
      return { found: null, patient, doctors: await listDoctors(tx), doctor: null, times: null };
    }
    const schedule = await scheduleAround(tx, actor, doctor, input.day, now);
    const times = await loadTimes(tx, schedule, patientId, input, now);
    return { found: null, patient, doctors: [], doctor: deskDoctor(schedule), times };
  });
}

async function listDoctors(tx: Tx): Promise<{ id: string; name: string }[]> {
  const doctors = await tx.doctor.findMany({
    where: LISTED,
    orderBy: [{ fullName: "asc" }, { id: "asc" }],
    select: { id: true, fullName: true },
  });
  return doctors.map(({ id, fullName }) => ({ id, name: fullName }));
}

/** With what is taken in the week of `day`, and a day around it for zones. */
async function scheduleAround(
  tx: Tx,
  actor: UserActor,
  doctorId: string,
  day: DeskInput["day"],
  now: Date,
): Promise<PractitionerSchedule> {
  // A doctor's calendar is the doctor's own.
  const foreign = actor.role === "doctor" && doctorId !== actor.doctorId;
  if (foreign) throw new DomainError("not_found");
  const today = fromEpochDay(Math.floor(now.getTime() / DAY));
  const around = day && day > today ? day : today;
  const { start, end } = daysWindow(around, around);
  const window = { start: start - 8 * DAY, end: end + 8 * DAY };
  return loadSchedule(tx, doctorId, window);
}

async function loadTimes(
  tx: Tx,
  schedule: PractitionerSchedule,
  patientId: string,
  { visitType: visitTypeId, day, asked }: DeskInput,
  now: Date,
): Promise<DeskTimes | null> {
  if (!visitTypeId) return null;
  const found = forBooking(schedule, { visitTypeId, byStaff: true });
  if (!found) throw new DomainError("not_found");
  const { doctorId, timeZone } = schedule;
  const shown = asked && "startsAt" in asked ? localDay(timeZone, asked.startsAt.getTime()) : day;
  const week = weekOf(timeZone, now, shown);
  const wanted = { doctorId, patientId, visitTypeId, byStaff: true };
  return {
    week,
    slots: slotsView(found.schedule, found.visitType, week.range, now),
    preview: asked ? await previewTime(tx, wanted, timeZone, asked, now) : null,
  };
}

function deskDoctor(schedule: PractitionerSchedule): DeskDoctor {
  return {
    id: schedule.doctorId,
    name: schedule.fullName,
    timeZone: schedule.timeZone,
    approval: schedule.approval,
    visitTypes: schedule.visitTypes.map(({ id, name, minutes }) => ({ id, name, minutes })),
  };
}
