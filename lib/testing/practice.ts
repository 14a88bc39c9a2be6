import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { anonymous, type ProvenActor, type UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { getAppointment } from "../appointments/queries.ts";
import { listSlots } from "../availability/queries.ts";
import { disconnect } from "../db.ts";
import { getSchedule } from "../schedules/queries.ts";
import type { WorkingHoursInput } from "../schedules/schema.ts";
import { parseLocalDay } from "../time/local-day.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "./people.ts";

// The world of the tests of schedules: a doctor and a patient of their own for each test.

/** A Monday. */
export const now = new Date("2025-01-06T12:00:00Z");
/** 09:00 in New York on a day of that January, and minutes after it. */
export const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));
export const day = (text: string) => parseLocalDay(text) ?? expect.fail(text);
export const always = { validFrom: undefined, validUntil: undefined };
export const noTimes = { fromTime: undefined, toTime: undefined };
export const weekdays = (from: string, to: string): WorkingHoursInput => ({
  blocks: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from, to, ...always })),
});

export const world = {} as {
  doctor: TestDoctor;
  stranger: TestDoctor;
  patient: UserActor;
  admin: ProvenActor;
};

/** Called once by each test file. */
export function openPractice(): void {
  beforeAll(async () => {
    world.stranger = await makeDoctor();
    world.admin = await makeAdmin();
  });
  beforeEach(async () => {
    world.doctor = await makeDoctor();
    world.patient = (await makePatient()).actor;
  });
  afterAll(disconnect);
}

export const book = (startsAt: Date, who = world.patient) =>
  bookAppointment(who, { doctorId: world.doctor.doctorId, startsAt }, { now });

export const schedule = () => getSchedule(world.doctor.actor, world.doctor.doctorId, now);

/** The free times that anybody sees on a day. */
export async function slotsOn(on: string): Promise<string[]> {
  const range = { from: day(on), to: day(on) };
  const { slots } = await listSlots(anonymous, world.doctor.doctorId, range, now);
  return slots.map(({ time }) => time);
}

export const statusOf = async (id: string) =>
  (await getAppointment(world.admin, id, now)).appointment;
