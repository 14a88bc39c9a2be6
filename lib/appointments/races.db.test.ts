import { afterAll, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { asActor, disconnect } from "../db.ts";
import { DomainError } from "../errors.ts";
import { testDatabase } from "../testing/database.ts";
import { brokenInvariants } from "../testing/invariants.ts";
import { makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { bookAppointment } from "./book.ts";
import { changeStatus, expireRequests } from "./commands.ts";
import { acceptProposal, proposeTimes } from "./propose.ts";
import { getAppointment } from "./queries.ts";
import { rescheduleAppointment } from "./reschedule.ts";
import type { AppointmentView } from "./views.ts";

// Two people (or a person and the clock) who do at one moment what cannot both be: each pair a few
// times, on days of its own, since who comes first is free.

const now = new Date("2025-01-06T12:00:00Z");
/** 09:00 in New York, or `minutes` later. */
const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));
const DAYS = [8, 9, 10, 13, 14, 15];

let doctor: TestDoctor;
let ann: UserActor;
let bob: UserActor;

afterAll(async () => {
  expect(await brokenInvariants()).toEqual({});
  await disconnect();
});

const book = (who: UserActor, startsAt: Date) =>
  bookAppointment(who, { doctorId: doctor.doctorId, startsAt }, { now });
const asDoctor = () => doctor.actor;

/** What became of each: `done` or the code of its refusal. */
async function atOnce(...deeds: Promise<unknown>[]): Promise<string[]> {
  const results = await Promise.allSettled(deeds);
  return results.map((result) => {
    if (result.status === "fulfilled") return "done";
    return result.reason instanceof DomainError ? result.reason.code : String(result.reason);
  });
}

async function lifeOf({ id }: AppointmentView): Promise<string[]> {
  const { events } = await getAppointment(doctor.actor, id, now);
  return events.map(({ type }) => type);
}

async function heldTimes(): Promise<number> {
  const { rows } = await testDatabase().superuser.query(
    "SELECT FROM slot_holds WHERE doctor_id = $1",
    [doctor.doctorId],
  );
  return rows.length;
}

/** Two patients and a doctor of their own, on each of the days. */
function eachDay(name: string, race: (day: number) => Promise<void>): void {
  it(name, { timeout: 60_000 }, async () => {
    doctor = await makeDoctor();
    ann = (await makePatient()).actor;
    bob = (await makePatient()).actor;
    for (const day of DAYS) await race(day);
  });
}

// cal.com #29958. Held by appointments_doctor_free, which counts requests too.
eachDay("confirms one of two requests for overlapping times, never both", async (day) => {
  const first = await book(ann, at(day));
  const second = await book(bob, at(day, 30));
  const outcomes = await atOnce(
    changeStatus(asDoctor(), first.id, "approve", { now }),
    rescheduleAppointment(bob, second.id, at(day), { now }),
    changeStatus(asDoctor(), second.id, "approve", { now }),
  );
  expect(outcomes.slice(0, 2)).toEqual(["done", "slot_taken"]);
  expect(["done", "illegal_transition"]).toContain(outcomes[2]);
});

// cal.com #13397, easyappointments #1783. Held by appointments_doctor_free alone: these come past
// lib, with neither lock nor look. Without it all get in.
it("lets one in where no command takes a lock or looks first", async () => {
  doctor = await makeDoctor();
  const crowd = await Promise.all(Array.from({ length: 10 }, () => makePatient()));
  const taken = crowd.map(({ actor, patientId }) =>
    asActor(
      actor,
      (tx) =>
        tx.$executeRaw`
          INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, expires_at)
          VALUES (${patientId}::uuid, ${doctor.doctorId}::uuid, ${doctor.clinicId}::uuid, ${doctor.visitTypeId}::uuid,
            ${at(8)}, ${at(8, 30)}, 'pending', ${at(8)})`,
    ),
  );
  const results = await Promise.allSettled(taken);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

// The same for patients: held by appointments_patient_free alone.
it("keeps a patient in one place where nobody takes a lock or looks first", async () => {
  const { actor, patientId } = await makePatient();
  const doctors = await Promise.all(Array.from({ length: 6 }, () => makeDoctor()));
  const taken = doctors.map(({ doctorId, clinicId, visitTypeId }) =>
    asActor(
      actor,
      (tx) =>
        tx.$executeRaw`
          INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, expires_at)
          VALUES (${patientId}::uuid, ${doctorId}::uuid, ${clinicId}::uuid, ${visitTypeId}::uuid,
            ${at(8)}, ${at(8, 30)}, 'pending', ${at(8)})`,
    ),
  );
  const results = await Promise.allSettled(taken);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

// Held by FOR UPDATE in loadForChange and SKIP LOCKED in expire_requests: whoever has the row decides.
eachDay("lets a request be approved or expire at its last moment, not both", async (day) => {
  const asked = await book(ann, at(day));
  const last = new Date(Date.parse(asked.expiresAt ?? ""));
  const [approved] = await atOnce(
    changeStatus(asDoctor(), asked.id, "approve", { now: new Date(+last - 1) }),
    expireRequests(last),
  );
  const life = await lifeOf(asked);
  expect([approved, ...life]).toEqual(
    approved === "done"
      ? ["done", "requested", "approved"]
      : ["illegal_transition", "requested", "expired"],
  );
});

eachDay("lets a proposal be accepted or expire at its last moment, not both", async (day) => {
  const asked = await book(ann, at(day));
  const proposed = await proposeTimes(asDoctor(), asked.id, [at(day, 60), at(day, 120)], { now });
  const last = new Date(Date.parse(proposed.expiresAt ?? ""));
  const [accepted] = await atOnce(
    acceptProposal(ann, asked.id, at(day, 60), { now: new Date(+last - 1) }),
    expireRequests(last),
  );
  const life = await lifeOf(asked);
  expect([accepted, ...life.slice(2)]).toEqual(
    accepted === "done" ? ["done", "accepted"] : ["illegal_transition", "expired"],
  );
  expect(await heldTimes()).toBe(0);
});

// Held by the schedule's lock, and behind it by slot_holds_free and appointments_respect_holds.
eachDay("holds a time for one or gives it to another, not both", async (day) => {
  const asked = await book(ann, at(day));
  const outcomes = await atOnce(
    proposeTimes(asDoctor(), asked.id, [at(day, 60)], { now }),
    book(bob, at(day, 60)),
  );
  expect(outcomes.toSorted()).toEqual(["done", "slot_taken"]);
});

// Held by FOR UPDATE in loadForChange: the second to come sees what the first did.
eachDay("cancels whatever the doctor answers at the same moment", async (day) => {
  const asked = await book(ann, at(day));
  const [canceled, approved] = await atOnce(
    changeStatus(ann, asked.id, "cancel", { now }),
    changeStatus(asDoctor(), asked.id, "approve", { now }),
  );
  expect(canceled).toBe("done");
  expect(await lifeOf(asked)).toEqual(
    approved === "done" ? ["requested", "approved", "canceled"] : ["requested", "canceled"],
  );
});

eachDay("accepts one of two proposals, and holds neither afterwards", async (day) => {
  const asked = await book(ann, at(day));
  await proposeTimes(asDoctor(), asked.id, [at(day, 60), at(day, 120)], { now });
  const outcomes = await atOnce(
    acceptProposal(ann, asked.id, at(day, 60), { now }),
    acceptProposal(ann, asked.id, at(day, 120), { now }),
  );
  expect(outcomes.toSorted()).toEqual(["done", "illegal_transition"]);
  expect(await lifeOf(asked)).toEqual(["requested", "proposed", "accepted"]);
  expect(await heldTimes()).toBe(0);
});

// Held by lockSchedules in reschedule.ts alone: constraints and triggers do not know buffers.
it("keeps a buffer between two visits that move at once", async () => {
  doctor = await makeDoctor({ bufferAfterMinutes: 30 });
  const [one, other] = [(await makePatient()).actor, (await makePatient()).actor];
  for (const day of DAYS) {
    const [mine, theirs] = [await book(one, at(day)), await book(other, at(day, 120))];
    const outcomes = await atOnce(
      rescheduleAppointment(one, mine.id, at(day, 240), { now }),
      rescheduleAppointment(other, theirs.id, at(day, 270), { now }),
    );
    expect(outcomes.toSorted()).toEqual(["done", "slot_taken"]);
  }
});

// Held by lockSchedules in propose.ts alone, for the same reason.
it("keeps a buffer between two proposals made at once", async () => {
  doctor = await makeDoctor({ bufferAfterMinutes: 30 });
  const [one, other] = [(await makePatient()).actor, (await makePatient()).actor];
  for (const day of DAYS) {
    const [mine, theirs] = [await book(one, at(day)), await book(other, at(day, 120))];
    const outcomes = await atOnce(
      proposeTimes(asDoctor(), mine.id, [at(day, 240)], { now }),
      proposeTimes(asDoctor(), theirs.id, [at(day, 270)], { now }),
    );
    expect(outcomes.toSorted()).toEqual(["done", "slot_taken"]);
  }
});

// Held by SKIP LOCKED in release_holds: else two clocks wait for each other's holds, in a circle.
it("lets no clock wait for another", async () => {
  doctor = await makeDoctor();
  const asked = await book((await makePatient()).actor, at(8));
  await proposeTimes(asDoctor(), asked.id, [at(8, 60)], { now });
  const [one, other] = [await testDatabase().app.connect(), await testDatabase().app.connect()];
  await one.query("BEGIN");
  await one.query("SELECT expire_requests($1, 500)", [at(8)]);
  await other.query("SET lock_timeout = '1s'");
  const { rows } = await other.query("SELECT release_holds($1) AS released", [at(8)]);
  await one.query("COMMIT");
  expect(rows).toEqual([{ released: 0 }]);
  expect(await heldTimes()).toBe(0);
  one.release();
  other.release(true);
});

// Held by appointments_respect_holds and appointments_moved_respect_holds, each alone: these come
// past lib, which would have looked.
it("keeps a held time from who neither takes a lock nor looks", async () => {
  doctor = await makeDoctor();
  const [one, other] = [await makePatient(), await makePatient()];
  const asked = await book(one.actor, at(8));
  const mine = await book(other.actor, at(9));
  await proposeTimes(asDoctor(), asked.id, [at(8, 60)], { now });
  const { superuser } = testDatabase();
  const overlapping = [at(8, 45), at(8, 75)];
  await expect(
    superuser.query(
      `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, event)
       VALUES ($1, $2, $3, $4, $5, $6, 'confirmed', 'booked')`,
      [other.patientId, doctor.doctorId, doctor.clinicId, doctor.visitTypeId, ...overlapping],
    ),
  ).rejects.toMatchObject({ constraint: "appointments_respect_holds" });
  await expect(
    asActor(
      other.actor,
      (tx) =>
        tx.$executeRaw`
          UPDATE appointments SET starts_at = ${at(8, 45)}, ends_at = ${at(8, 75)}, event = 'rescheduled', version = 2
          WHERE id = ${mine.id}::uuid`,
    ),
  ).rejects.toThrow("appointments_respect_holds");
});
