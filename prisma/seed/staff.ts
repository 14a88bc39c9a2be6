import type { PractitionerSchedule } from "#lib/availability/queries.ts";
import type { BusyTime } from "#lib/availability/rules.ts";
import { languageTags } from "#lib/formatting/languages.ts";
import { DAY } from "#lib/time/interval.ts";
import { addDays, type LocalDay } from "#lib/time/local-day.ts";
import { dayInterval, localDay } from "#lib/time/zone.ts";
import { CLINICS, type ClinicKey } from "./clinics.ts";
import { DOCTORS, type DoctorPlan } from "./doctors.ts";
import { blocksOf } from "./hours.ts";
import { addUser, type Accounts } from "./people.ts";
import type { Tables } from "./tables.ts";
import { visitTypesOf } from "./visit-types.ts";

/** Who a visit is with; `busy` grows as visits are planned. */
export interface Doctor extends PractitionerSchedule {
  userId: string;
  clinicKey: ClinicKey;
}

const CUTOFF_MINUTES = 1440;
const REQUEST_TTL_MINUTES = 1440;

/** Adds the administrator; gives the id of the account. */
export function addAdmin(tables: Tables, accounts: Accounts): string {
  const at = accounts.now - 500 * DAY;
  return addUser(tables, accounts, { login: "admin", name: "Robin Sanders", role: "admin", at });
}

/** Adds the clinics and the doctors with all that decides when they are free. */
export function addDoctors(tables: Tables, accounts: Accounts): Doctor[] {
  const clinicIds = addClinics(tables, accounts);
  return DOCTORS.map((plan, index) => {
    const at = accounts.now - accounts.chance.int(380, 480) * DAY;
    const login = `doctor${index + 1}`;
    const userId = addUser(tables, accounts, { login, name: plan.name, role: "doctor", at });
    const doctor = doctorOf(plan, { userId, clinicId: clinicIds[plan.clinic], at }, accounts);
    addDoctor(tables, doctor, at);
    addSchedule(tables, plan, doctor, accounts);
    return doctor;
  });
}

function addClinics(tables: Tables, { chance, now }: Accounts): Record<ClinicKey, string> {
  const at = now - 520 * DAY;
  const ids = { newYork: chance.id(at), berlin: chance.id(at) };
  for (const key of ["newYork", "berlin"] as const) {
    const { name, address, phone, timeZone } = CLINICS[key];
    tables.clinics.push({ id: ids[key], name, address, phone, timeZone, createdAt: new Date(at) });
  }
  return ids;
}

function doctorOf(
  plan: DoctorPlan,
  { userId, clinicId, at }: { userId: string; clinicId: string; at: number },
  { chance, now }: Accounts,
): Doctor {
  const { name, address, phone, timeZone } = CLINICS[plan.clinic];
  const today = localDay(timeZone, now);
  return {
    userId,
    clinicKey: plan.clinic,
    doctorId: chance.id(at),
    fullName: plan.name,
    specialization: plan.specialization,
    biography: plan.biography,
    languages: languageTags(plan.languages),
    photoAt: null,
    clinic: { id: clinicId, name, address, phone },
    timeZone,
    approval: plan.approval ?? "manual",
    acceptingPatients: true,
    isListed: true,
    scheduleVersion: 1,
    minimumNoticeMinutes: plan.minimumNoticeMinutes ?? 120,
    horizonDays: plan.horizonDays ?? 90,
    cutoffMinutes: CUTOFF_MINUTES,
    requestTtlMinutes: REQUEST_TTL_MINUTES,
    visitTypes: visitTypesOf(plan.specialization).map((type) => ({ id: chance.id(at), ...type })),
    blocks: blocksOf(plan.hours, (days) => addDays(today, days)),
    busy: (plan.away ?? []).map(({ from, to }) =>
      awayBetween(timeZone, addDays(today, from), addDays(today, to)),
    ),
  };
}

function awayBetween(timeZone: string, first: LocalDay, last: LocalDay): BusyTime {
  const { start } = dayInterval(timeZone, first);
  const { end } = dayInterval(timeZone, last);
  return { start, end, bufferBefore: 0, bufferAfter: 0, kind: "time_off" };
}

function addDoctor(tables: Tables, doctor: Doctor, at: number): void {
  tables.doctors.push({
    id: doctor.doctorId,
    userId: doctor.userId,
    clinicId: doctor.clinic.id,
    fullName: doctor.fullName,
    specialization: doctor.specialization,
    biography: doctor.biography,
    languages: doctor.languages,
    approval: doctor.approval,
    minimumNoticeMinutes: doctor.minimumNoticeMinutes,
    horizonDays: doctor.horizonDays,
    cutoffMinutes: doctor.cutoffMinutes,
    requestTtlMinutes: doctor.requestTtlMinutes,
    verifiedAt: new Date(at + DAY),
    createdAt: new Date(at),
    updatedAt: new Date(at + DAY),
  });
}

function addSchedule(tables: Tables, plan: DoctorPlan, doctor: Doctor, { chance, now }: Accounts) {
  const { doctorId } = doctor;
  const at = now - 370 * DAY;
  doctor.visitTypes.forEach(({ id, name, minutes, step, bookableOnline, ...type }, position) => {
    tables.visit_types.push({
      id,
      doctorId,
      name,
      minutes,
      bufferBeforeMinutes: type.bufferBefore,
      bufferAfterMinutes: type.bufferAfter,
      stepMinutes: step,
      bookableOnline,
      position,
    });
  });
  for (const block of doctor.blocks) {
    tables.working_hours.push({ id: chance.id(at), doctorId, ...block });
  }
  doctor.busy.forEach(({ start, end }, index) => {
    const createdAt = new Date(Math.min(now, start) - 30 * DAY);
    tables.time_off.push({
      id: chance.id(createdAt.getTime()),
      doctorId,
      startsAt: new Date(start),
      endsAt: new Date(end),
      reason: plan.away?.[index]?.reason ?? null,
      createdAt,
    });
  });
}
