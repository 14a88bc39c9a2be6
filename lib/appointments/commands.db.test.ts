import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { anonymous } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { bookAppointment } from "./book.ts";
import { changeStatus, expireRequests } from "./commands.ts";
import { getAdminOverview } from "./overview.ts";
import { getAppointment, getDoctorDay, listAppointments } from "./queries.ts";
import { rescheduleAppointment } from "./reschedule.ts";
import { appointmentFilterSchema } from "./schema.ts";

// A Monday, long past, so that the database's own clock agrees that visits have begun.
const now = new Date("2025-01-06T12:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
// 09:00 in New York on the following days.
const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));

let doctor: TestDoctor;
let automatic: TestDoctor;
let stranger: TestDoctor;
let patient: UserActor;
let other: UserActor;
let admin: UserActor;

beforeAll(async () => {
  doctor = await makeDoctor();
  automatic = await makeDoctor({ approval: "automatic" });
  stranger = await makeDoctor();
  patient = (await makePatient()).actor;
  other = (await makePatient()).actor;
  admin = await makeAdmin();
});
afterAll(disconnect);

const book = (startsAt: Date, who = patient, whose = doctor) =>
  bookAppointment(who, { doctorId: whose.doctorId, startsAt, reason: "Headache" }, { now });

async function eventsOf(id: string): Promise<string[]> {
  const { events } = await getAppointment(admin, id, now);
  return events.map(({ type, byRole }) => `${type} by ${byRole ?? "the clock"}`);
}

describe("booking", () => {
  it("asks a doctor who approves by hand, and stands with one who does not", async () => {
    const asked = await book(at(8));
    expect(asked).toMatchObject({
      status: "pending",
      version: 1,
      reason: "Headache",
      date: "2025-01-08",
      time: "09:00",
      expiresAt: later(24).toISOString(),
      permits: { approve: false, cancel: true, reschedule: true },
    });
    expect(await book(at(9), patient, automatic)).toMatchObject({
      status: "confirmed",
      expiresAt: null,
    });
    expect(await eventsOf(asked.id)).toEqual(["requested by patient"]);
  });

  it("never lets a request outlive its visit's start", async () => {
    const soon = await book(new Date("2025-01-06T18:00:00Z"));
    expect(soon.expiresAt).toBe("2025-01-06T18:00:00.000Z");
  });

  it("offers the nearest free times when the time is gone", async () => {
    await book(at(10));
    await expect(book(at(10), other)).rejects.toMatchObject({
      code: "slot_taken",
      detail: {
        alternatives: expect.arrayContaining([
          { startsAt: at(10, 30).toISOString(), endsAt: at(10, 60).toISOString() },
        ]) as unknown,
      },
    });
  });

  it("tells a patient who is elsewhere at that time", async () => {
    await book(at(11), other);
    await expect(book(at(11), other, stranger)).rejects.toMatchObject({ code: "patient_busy" });
  });

  it.each([
    ["before the notice is up", new Date("2025-01-06T13:30:00Z"), "notice"],
    ["outside the hours", new Date("2025-01-08T04:00:00Z"), "outside_hours"],
    ["off the grid", at(8, 10), "off_grid"],
    ["past the horizon", new Date("2026-07-01T14:00:00Z"), "horizon"],
  ])("refuses a time %s and says why", async (_name, startsAt, why) => {
    await expect(book(startsAt)).rejects.toMatchObject({
      code: "slot_unavailable",
      detail: { why },
    });
  });

  it("answers the same request again with the same appointment", async () => {
    const input = { doctorId: doctor.doctorId, startsAt: at(13) };
    const [first, again] = await Promise.all(
      [0, 1].map(() => bookAppointment(patient, input, { now, idempotencyKey: "one click" })),
    );
    expect(again?.id).toBe(first?.id);
    await expect(
      bookAppointment(
        patient,
        { ...input, startsAt: at(14) },
        { now, idempotencyKey: "one click" },
      ),
    ).rejects.toMatchObject({ code: "idempotency_mismatch" });
  });

  it("is for patients, and for admins who name one", async () => {
    const input = { doctorId: doctor.doctorId, startsAt: at(15) };
    await expect(bookAppointment(anonymous, input, { now })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(bookAppointment(doctor.actor, input, { now })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      bookAppointment(patient, { ...input, patientId: other.patientId ?? "" }, { now }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(bookAppointment(admin, input, { now })).rejects.toMatchObject({ code: "invalid" });
    const nobody = "00000000-0000-7000-8000-000000000000";
    await expect(
      bookAppointment(admin, { ...input, patientId: nobody }, { now }),
    ).rejects.toMatchObject({ code: "not_found" });
    const booked = await bookAppointment(
      admin,
      { ...input, patientId: other.patientId ?? "" },
      { now },
    );
    expect(booked.patient.id).toBe(other.patientId);
  });
});

describe("answering a request", () => {
  it("is the doctor's: approve once, and no more", async () => {
    const { id } = await book(at(16));
    const approved = await changeStatus(doctor.actor, id, "approve", { now });
    expect(approved).toMatchObject({ status: "confirmed", version: 2, expiresAt: null });
    await expect(changeStatus(doctor.actor, id, "approve", { now })).rejects.toMatchObject({
      code: "illegal_transition",
    });
    expect(await eventsOf(id)).toEqual(["requested by patient", "approved by doctor"]);
  });

  it("needs a reason to decline, which the patient then reads", async () => {
    const { id } = await book(at(16, 30));
    await expect(
      changeStatus(doctor.actor, id, "decline", { now, reason: "  " }),
    ).rejects.toMatchObject({ code: "invalid" });
    await changeStatus(doctor.actor, id, "decline", { now, reason: "Please see a dermatologist" });
    const { appointment } = await getAppointment(patient, id, now);
    expect(appointment).toMatchObject({
      status: "declined",
      statusReason: "Please see a dermatologist",
    });
    expect((await book(at(16, 30), other)).status).toBe("pending");
  });

  it("is nobody else's: 404 out of scope, 403 out of role, and nothing changes", async () => {
    const { id } = await book(at(17));
    await expect(changeStatus(stranger.actor, id, "approve", { now })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(changeStatus(patient, id, "approve", { now })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(changeStatus(other, id, "cancel", { now })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(getAppointment(other, id, now)).rejects.toMatchObject({ code: "not_found" });
    const { appointment } = await getAppointment(doctor.actor, id, now);
    expect(appointment).toMatchObject({ status: "pending", version: 1 });
  });

  it("refuses a decision on a version that has gone", async () => {
    const { id } = await book(at(17, 30));
    await rescheduleAppointment(patient, id, at(17, 60), { now });
    await expect(
      changeStatus(doctor.actor, id, "approve", { now, expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: "stale_version" });
  });

  // Fails without FOR UPDATE in loadForChange together with `version` in applyChange's where.
  it("lets exactly one of two contrary answers through", async () => {
    const { id } = await book(at(18));
    const answers = await Promise.allSettled([
      changeStatus(doctor.actor, id, "approve", { now }),
      changeStatus(doctor.actor, id, "decline", { now, reason: "no" }),
    ]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await eventsOf(id)).toHaveLength(2);
  });
});

describe("changing one's mind", () => {
  it("cancels until the cut-off; later only staff may, and says why", async () => {
    const { id } = await book(at(20));
    const tooLate = new Date(at(20).getTime() - 23 * 3_600_000);
    await changeStatus(doctor.actor, id, "approve", { now });
    await expect(changeStatus(patient, id, "cancel", { now: tooLate })).rejects.toMatchObject({
      code: "too_late",
    });
    await expect(
      rescheduleAppointment(patient, id, at(21), { now: tooLate }),
    ).rejects.toMatchObject({ code: "too_late" });
    await expect(changeStatus(doctor.actor, id, "cancel", { now: tooLate })).rejects.toMatchObject({
      code: "invalid",
    });
    const canceled = await changeStatus(doctor.actor, id, "cancel", {
      now: tooLate,
      reason: "Ill",
    });
    expect(canceled).toMatchObject({ status: "canceled", statusReason: "Ill" });
  });

  it("moves in one step: same appointment, old time free, asked anew", async () => {
    const { id } = await book(at(22));
    await changeStatus(doctor.actor, id, "approve", { now });
    const moved = await rescheduleAppointment(patient, id, at(22, 30), { now });
    expect(moved).toMatchObject({ id, status: "pending", version: 3, time: "09:30" });
    expect((await book(at(22), other)).status).toBe("pending");
    expect(await eventsOf(id)).toEqual([
      "requested by patient",
      "approved by doctor",
      "rescheduled by patient",
    ]);
    await expect(rescheduleAppointment(patient, id, at(22), { now })).rejects.toMatchObject({
      code: "slot_taken",
    });
  });

  it("may overlap only itself", async () => {
    const own = await makeDoctor({ hours: [[4, 540, 720]], bufferAfterMinutes: 30 });
    const { id } = await book(at(23), patient, own);
    const moved = await rescheduleAppointment(patient, id, at(23, 30), { now });
    expect(moved.time).toBe("09:30");
    await expect(book(at(23, 60), other, own)).rejects.toMatchObject({ code: "slot_taken" });
  });

  it("stays confirmed when staff moves it, or the doctor approves automatically", async () => {
    const { id } = await book(at(24));
    await changeStatus(doctor.actor, id, "approve", { now });
    expect((await rescheduleAppointment(admin, id, at(24, 30), { now })).status).toBe("confirmed");
    const { id: auto } = await book(at(25), patient, automatic);
    const moved = await rescheduleAppointment(patient, auto, at(26), { now });
    expect(moved.status).toBe("confirmed");
  });
});

describe("after the visit", () => {
  it("is completed or missed once it has begun, and corrected for a day", async () => {
    const { id } = await book(at(27));
    await changeStatus(doctor.actor, id, "approve", { now });
    await expect(changeStatus(doctor.actor, id, "complete", { now })).rejects.toMatchObject({
      code: "illegal_transition",
    });
    const begun = new Date(at(27).getTime() + 60_000);
    const missed = await changeStatus(doctor.actor, id, "noShow", { now: begun });
    expect(missed.status).toBe("no_show");
    const hour = 3_600_000;
    const corrected = await changeStatus(doctor.actor, id, "complete", {
      now: new Date(begun.getTime() + 23 * hour),
    });
    expect(corrected.status).toBe("completed");
    await expect(
      changeStatus(doctor.actor, id, "noShow", { now: new Date(begun.getTime() + 48 * hour) }),
    ).rejects.toMatchObject({ code: "illegal_transition" });
  });
});

describe("the clock", () => {
  it("expires what nobody answered, once, and frees the time", async () => {
    const { id } = await book(at(28));
    expect((await getAppointment(patient, id, later(25))).appointment.status).toBe("expired");
    await expect(
      changeStatus(doctor.actor, id, "approve", { now: later(25) }),
    ).rejects.toMatchObject({ code: "illegal_transition" });
    const clocks = await Promise.all([1, 2, 3].map(() => expireRequests(later(25))));
    expect(clocks.reduce((sum, expired) => sum + expired)).toBeGreaterThan(0);
    expect(await expireRequests(later(25))).toBe(0);
    expect(await eventsOf(id)).toEqual(["requested by patient", "expired by the clock"]);
    expect((await book(at(28), other)).status).toBe("pending");
  });
});

describe("lists", () => {
  it("open a doctor's day to doctors and the overview to admins", async () => {
    for (const actor of [anonymous, patient, admin]) {
      await expect(getDoctorDay(actor, now)).rejects.toMatchObject({
        code: actor === anonymous ? "unauthenticated" : "forbidden",
      });
    }
    for (const actor of [anonymous, patient, doctor.actor]) {
      await expect(getAdminOverview(actor, now)).rejects.toMatchObject({
        code: actor === anonymous ? "unauthenticated" : "forbidden",
      });
    }
    expect((await getDoctorDay(doctor.actor, now)).today).toBe("2025-01-06");
    const { rows } = await testDatabase().superuser.query("SELECT FROM doctors");
    expect((await getAdminOverview(admin, now)).doctors).toBe(rows.length);
  });

  it("show each role its own, page by page, in one order", async () => {
    const filter = { limit: 3 };
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listAppointments(admin, { ...filter, cursor }, now);
      all.push(...page.items.map(({ startsAt }) => startsAt));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    const { rows } = await testDatabase().superuser.query("SELECT FROM appointments");
    expect(all).toHaveLength(rows.length);
    expect(all).toEqual(all.toSorted().toReversed());
    const own = await listAppointments(patient, { limit: 100 }, now);
    expect(new Set(own.items.map((item) => item.patient.id))).toEqual(new Set([patient.patientId]));
    const none = await listAppointments(stranger.actor, { limit: 100 }, now);
    expect(none.items).toEqual([]);
  });

  it("go from one day of the clinic to another, or from one instant until before another", async () => {
    const within = async (filter: { from?: string; to?: string }) =>
      (await listAppointments(admin, appointmentFilterSchema.parse({ ...filter, limit: 100 }), now))
        .items;
    const all = await within({});
    const [last, later, , earlier] = all;
    if (!last || !later || !earlier) throw new Error("too few to tell apart");
    const day = later.date;
    expect(await within({ from: day, to: day })).toEqual(all.filter(({ date }) => date === day));
    const [from, to] = [earlier.startsAt, last.startsAt];
    expect(await within({ from, to })).toEqual(
      all.filter(({ startsAt }) => startsAt >= from && startsAt < to),
    );
  });
});
