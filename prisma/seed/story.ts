import type { Status } from "#lib/appointments/rules.ts";
import type { Slot } from "#lib/availability/rules.ts";
import { HOUR } from "#lib/time/interval.ts";
import type { Diary } from "./diary.ts";
import type { Patient } from "./people.ts";
import type { Doctor } from "./staff.ts";

interface Chapter {
  doctor: number;
  /** The first day that will do, counted from the day of the import. */
  day: number;
  visitType: string;
  status: Status;
  /** Which of the day's free times; mornings and evenings leave the patient's working day free. */
  time: "first" | "last";
  reason?: string;
}

/** The first patient's visits: a history with the first doctor, none with the second. */
const FIRST_PATIENT: readonly Chapter[] = [
  {
    doctor: 1,
    day: -54,
    visitType: "New patient",
    status: "completed",
    time: "first",
    reason: "My father had a stroke, and my blood pressure has been high.",
  },
  {
    doctor: 1,
    day: -47,
    visitType: "Follow-up",
    status: "completed",
    time: "last",
    reason: "My first week of readings.",
  },
  {
    doctor: 5,
    day: -43,
    visitType: "Consultation",
    status: "canceled",
    time: "last",
    reason: "Need a certificate for work.",
  },
  {
    doctor: 1,
    day: -39,
    visitType: "Consultation",
    status: "completed",
    time: "first",
    reason: "Two weeks of values are in my notebook.",
  },
  {
    doctor: 7,
    day: -36,
    visitType: "New patient",
    status: "no_show",
    time: "first",
    reason: "Tired since the summer.",
  },
  {
    doctor: 1,
    day: -32,
    visitType: "Follow-up",
    status: "completed",
    time: "first",
    reason: "Blood test, as agreed.",
  },
  {
    doctor: 5,
    day: -27,
    visitType: "Consultation",
    status: "completed",
    time: "last",
    reason: "Cough for a week.",
  },
  {
    doctor: 1,
    day: -25,
    visitType: "Follow-up",
    status: "completed",
    time: "last",
    reason: "New dose: how is it working?",
  },
  {
    doctor: 1,
    day: -18,
    visitType: "Follow-up",
    status: "completed",
    time: "first",
    reason: "Second blood test.",
  },
  {
    doctor: 11,
    day: -15,
    visitType: "Consultation",
    status: "declined",
    time: "last",
    reason: "Can we talk about sleep?",
  },
  {
    doctor: 1,
    day: -10,
    visitType: "Consultation",
    status: "completed",
    time: "first",
    reason: "How do we go on?",
  },
  {
    doctor: 5,
    day: 4,
    visitType: "Consultation",
    status: "confirmed",
    time: "last",
    reason: "Vaccination before my trip.",
  },
  {
    doctor: 7,
    day: 8,
    visitType: "Consultation",
    status: "pending",
    time: "first",
    reason: "The thyroid value that Dr. Okafor found.",
  },
];

/** Requests that wait: for the first doctor, and one each for two others. */
const REQUESTS = [
  { doctor: 1, patient: 2, day: 1 },
  { doctor: 1, patient: 3, day: 1 },
  { doctor: 1, patient: 5, day: 2 },
  { doctor: 1, patient: 7, day: 3 },
  { doctor: 1, patient: 9, day: 5 },
  { doctor: 2, patient: 4, day: 2 },
  { doctor: 2, patient: 6, day: 4 },
  { doctor: 5, patient: 11, day: 2 },
  { doctor: 6, patient: 8, day: 3 },
] as const;

/** Plans what the demo is about, before anything else takes the times. */
export function planStories(
  diary: Diary,
  doctors: readonly Doctor[],
  patients: readonly Patient[],
  now: number,
): void {
  for (const { doctor, time, ...wish } of FIRST_PATIENT) {
    planNext(diary, doctors[doctor - 1], patients[0], wish, (slots) =>
      slots.at(time === "first" ? 0 : -1),
    );
  }
  REQUESTS.forEach(({ doctor, patient, day }, index) => {
    const wish = { day, visitType: "Consultation", status: "pending" } as const;
    planNext(diary, doctors[doctor - 1], patients[patient - 1], wish, (slots) =>
      slots.filter(({ start }) => start > now + 26 * HOUR).at(1 + index),
    );
  });
}

/** The first day from the wished one on which the doctor has such a time and the patient can come. */
function planNext(
  diary: Diary,
  doctor: Doctor | undefined,
  patient: Patient | undefined,
  { day, visitType: name, status, reason }: Omit<Chapter, "doctor" | "time">,
  choose: (slots: Slot[]) => Slot | undefined,
): void {
  const visitType = doctor?.visitTypes.find((type) => type.name === name);
  if (!doctor || !patient || !visitType) throw new Error(`Nobody to plan the ${name} for`);
  for (let next = day; next < day + 14; next += 1) {
    const slot = choose(diary.free(doctor, visitType, next));
    if (slot && diary.suits(patient, slot)) {
      diary.plan({ doctor, patient, visitType, slot, status, reason });
      return;
    }
  }
  throw new Error(`${doctor.fullName} has no time in two weeks`);
}
