import type { VisitTypeFacts } from "#lib/availability/queries.ts";
import { freeTimes, type Slot } from "#lib/availability/rules.ts";
import type { Status } from "#lib/appointments/rules.ts";
import { DAY, overlaps, type Interval } from "#lib/time/interval.ts";
import { addDays } from "#lib/time/local-day.ts";
import { localDay } from "#lib/time/zone.ts";
import type { Patient } from "./people.ts";
import type { Doctor } from "./staff.ts";

/** A visit that has its time, and the status that it has by now. */
export interface Visit {
  doctor: Doctor;
  patient: Patient;
  visitType: VisitTypeFacts;
  slot: Slot;
  status: Status;
  /** In the patient's words; otherwise one that suits the specialization. */
  reason?: string | undefined;
}

/** What is planned so far, on both sides. */
export interface Diary {
  visits: Visit[];
  /** The free times of a day, counted from the day of the import. */
  free: (doctor: Doctor, visitType: VisitTypeFacts, day: number) => Slot[];
  /** Whether the patient has nothing else within four hours of it. */
  suits: (patient: Patient, slot: Slot) => boolean;
  plan: (visit: Visit) => void;
}

const BREATH = 4 * 60 * 60_000;
/** Before everything that is planned, so that the rules see all of it as the future. */
const BEFORE = 100 * DAY;

export function openDiary(now: number): Diary {
  const visits: Visit[] = [];
  const ofPatient = new Map<string, Interval[]>();
  return {
    visits,
    free: (doctor, visitType, day) => {
      const facts = { ...doctor, minimumNoticeMinutes: 0, horizonDays: 365 };
      const from = addDays(localDay(doctor.timeZone, now), day);
      return [...freeTimes(facts, visitType, { from, to: from }, now - BEFORE)];
    },
    suits: (patient, { start, end }) =>
      !ofPatient
        .get(patient.id)
        ?.some((visit) => overlaps(visit, { start: start - BREATH, end: end + BREATH })),
    plan: (visit) => {
      const { doctor, patient, visitType, slot } = visit;
      const { bufferBefore, bufferAfter } = visitType;
      visits.push(visit);
      doctor.busy.push({
        start: slot.start,
        end: slot.end,
        bufferBefore,
        bufferAfter,
        kind: "appointment",
      });
      ofPatient.set(patient.id, [...(ofPatient.get(patient.id) ?? []), slot]);
    },
  };
}
