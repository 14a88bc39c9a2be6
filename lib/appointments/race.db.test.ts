import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { DomainError } from "../errors.ts";
import { brokenInvariants } from "../testing/invariants.ts";
import { settleInLanes } from "../testing/lanes.ts";
import { makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { bookAppointment } from "./book.ts";
import { rescheduleAppointment } from "./reschedule.ts";

const now = new Date("2025-01-06T12:00:00Z");
const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));
const RACERS = 200;
/** Four times as many as have a connection. More would only wait, on a busy machine too long. */
const LANES = 40;

let doctor: TestDoctor;
let patients: UserActor[];

beforeAll(async () => {
  doctor = await makeDoctor();
  patients = [];
  for (let i = 0; i < RACERS; i++) patients.push((await makePatient()).actor);
});
afterAll(disconnect);

function codesOf(results: PromiseSettledResult<unknown>[]): Record<string, number> {
  const codes = results.map((result) => {
    if (result.status === "fulfilled") return "won";
    return result.reason instanceof DomainError ? result.reason.code : String(result.reason);
  });
  return Object.fromEntries(
    Object.entries(Object.groupBy(codes, (code) => code)).map(([code, of]) => [
      code,
      of?.length ?? 0,
    ]),
  );
}

// Held by appointments_doctor_free and, before it, by the schedule locks: fails without both. With
// the constraint alone it passes too; with a plain INSERT instead of ON CONFLICT it deadlocks.
it("gives one slot to exactly one of 200 patients and tells the others", async () => {
  const results = await settleInLanes(LANES, patients, (patient) =>
    bookAppointment(patient, { doctorId: doctor.doctorId, startsAt: at(8) }, { now }),
  );
  expect(codesOf(results)).toEqual({ won: 1, slot_taken: RACERS - 1 });
  const lost = results.find((result) => result.status === "rejected");
  expect((lost?.reason as DomainError).detail.alternatives).toHaveLength(5);
});

// Held by the schedule locks alone: the exclusion constraint does not know buffers. Without
// tryLockSchedules and lockSchedules in book.ts both get in.
it("keeps a buffer between two bookings made at once", async () => {
  for (let day = 8; day < 14; day++) {
    const buffered = await makeDoctor({ bufferAfterMinutes: 30 });
    const results = await Promise.allSettled(
      [at(day), at(day, 30)].map((startsAt, i) =>
        bookAppointment(
          patients[50 + i] ?? fail(),
          { doctorId: buffered.doctorId, startsAt },
          { now },
        ),
      ),
    );
    expect(codesOf(results)).toEqual({ won: 1, slot_taken: 1 });
  }
});

// Held by appointments_patient_free: without it the patient sits with several doctors at once.
it("keeps a patient who books with many doctors at once in one place", async () => {
  const doctors = await Promise.all([1, 2, 3, 4, 5, 6].map(() => makeDoctor()));
  const [, , , patient = fail()] = patients;
  const results = await Promise.allSettled(
    doctors.map(({ doctorId }) =>
      bookAppointment(patient, { doctorId, startsAt: at(15) }, { now }),
    ),
  );
  expect(codesOf(results)).toEqual({ won: 1, patient_busy: 5 });
});

// Updates against exclusion constraints are what deadlocks where nothing makes them wait in turn:
// lockSchedules in reschedule.ts, and behind it lock_schedule in appointments_moved_respect_holds.
// (The first alone is tested in races.db.test.ts.)
it("moves and books in a storm without a deadlock or an overlap", async () => {
  const busy = await makeDoctor();
  const crowd = patients.slice(10, 26);
  const booked = await Promise.all(
    crowd.map((patient, i) =>
      bookAppointment(patient, { doctorId: busy.doctorId, startsAt: at(20, i * 30) }, { now }),
    ),
  );
  const moves = [0, 1, 2, 3].flatMap((round) =>
    crowd.map((patient, i) => {
      const target = at(20 + (round % 2), ((i * 7 + round * 3) % 16) * 30);
      return () =>
        round === 3
          ? bookAppointment(
              patients[100 + i] ?? fail(),
              { doctorId: busy.doctorId, startsAt: target },
              { now },
            )
          : rescheduleAppointment(patient, booked[i]?.id ?? "", target, { now });
    }),
  );
  const results = await settleInLanes(LANES, moves, (move) => move());
  // Some are sent where they are already.
  const {
    won = 0,
    slot_taken: lost = 0,
    slot_unavailable: stayed = 0,
    ...unexpected
  } = codesOf(results);
  expect(unexpected).toEqual({});
  expect(won + lost + stayed).toBe(64);
  expect(won).toBeGreaterThan(0);
  expect(await brokenInvariants()).toEqual({});
});

function fail(): never {
  throw new Error("no such patient");
}
