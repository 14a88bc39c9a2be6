import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import type { DomainError } from "../errors.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { insertAppointment } from "../testing/raw-appointment.ts";
import { rawAs } from "../testing/raw.ts";
import { bookAppointment } from "./book.ts";
import { changeStatus, expireRequests } from "./commands.ts";
import { previewBooking } from "./preview.ts";
import { acceptProposal, proposeTimes } from "./propose.ts";
import { rescheduleAppointment } from "./reschedule.ts";

// A patient has at most 5 requests open, 2 of them with one doctor and 2 on one day, or as many as the clinic says.

const now = new Date("2025-01-06T12:00:00Z");
/** 09:00 in New York on a day of that January, and minutes after it. */
const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));
const LIMITS = { inAll: 5, withDoctor: 2, onDay: 2, cancellations: 10 };

let doctors: TestDoctor[];
let automatic: TestDoctor;
let admin: UserActor;
let patient: UserActor;

beforeEach(async () => {
  const limited = { requestLimits: LIMITS };
  doctors = [await makeDoctor(limited), await makeDoctor(limited), await makeDoctor(limited)];
  automatic = await makeDoctor({ ...limited, approval: "automatic" });
  admin = await makeAdmin();
  patient = (await makePatient()).actor;
});
afterAll(disconnect);

const doctor = (index: number) => doctors[index] ?? expect.fail("no such doctor");
const book = async (of: TestDoctor, startsAt: Date, who = patient, when = now) =>
  (
    await bookAppointment(
      who,
      {
        doctorId: of.doctorId,
        startsAt,
        ...(who !== patient && { patientId: patient.patientId ?? "" }),
      },
      { now: when },
    )
  ).id;
const limit = (why: string, count: number) => ({
  code: "too_many_requests_open",
  detail: { why, count },
});

/** Five requests: two with each of two doctors, and one with the third, each on a day of its own. */
async function fill(): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, of] of [0, 0, 1, 1, 2].entries())
    ids.push(await book(doctor(of), at(8 + index)));
  return ids;
}

describe("a patient's open requests", () => {
  it("are five in all, whatever the doctor, and the sixth is refused before and when it is made", async () => {
    await fill();
    const sixth = { doctorId: doctor(2).doctorId, startsAt: at(20) };
    const preview = await previewBooking(patient, sixth, now);
    expect(preview.refusal).toMatchObject(limit("in_all", 5));
    // Without other times to choose, the page offers ways to what the refusal says instead of a form.
    expect(preview.refusal?.detail.alternatives).toBeUndefined();
    expect(preview.clinic).toMatchObject({ phone: null });
    await expect(book(doctor(2), at(20))).rejects.toMatchObject(limit("in_all", 5));
  });

  it("are two with one doctor", async () => {
    await book(doctor(0), at(8));
    await book(doctor(0), at(9));
    await expect(book(doctor(0), at(10))).rejects.toMatchObject(limit("with_doctor", 2));
    await book(doctor(1), at(10));
  });

  it("are two on a day of the clinic", async () => {
    // 16:30 in New York on the 8th, and 09:00 on the 9th: one day of UTC apart or not, two days there.
    await book(doctor(0), at(8));
    await book(doctor(1), at(8, 450));
    await expect(book(doctor(2), at(8, 60))).rejects.toMatchObject(limit("on_day", 2));
    await book(doctor(2), at(9));
  });

  it("count until they are answered, canceled, or expired", async () => {
    const [first = "", second = "", third = "", fourth = ""] = await fill();
    await changeStatus(doctor(0).actor, first, "approve", { now });
    await book(doctor(0), at(20));
    await expect(book(doctor(2), at(21))).rejects.toMatchObject(limit("in_all", 5));
    await changeStatus(doctor(0).actor, second, "decline", { now, reason: "Full" });
    await book(doctor(0), at(21));
    await changeStatus(patient, third, "cancel", { now });
    await book(doctor(1), at(22));
    await proposeTimes(doctor(1).actor, fourth, [at(23)], { now });
    await expect(book(doctor(2), at(24))).rejects.toMatchObject(limit("in_all", 5));
    await acceptProposal(patient, fourth, at(23), { now });
    await book(doctor(1), at(24));
    // A day later the clock has not come round, and yet all have expired.
    const later = new Date(now.getTime() + 86_400_001);
    const expired = await book(doctor(0), at(27), patient, later);
    await expireRequests(later);
    await changeStatus(patient, expired, "cancel", { now: later });
  });

  it("are as many as the clinic says", async () => {
    const { superuser } = testDatabase();
    await superuser.query(
      "UPDATE clinics SET max_open_requests = 3, max_open_requests_with_doctor = 3, max_open_requests_on_day = 1 WHERE id = $1",
      [doctor(0).clinicId],
    );
    await book(doctor(0), at(8));
    await expect(book(doctor(0), at(8, 60))).rejects.toMatchObject(limit("on_day", 1));
    await book(doctor(0), at(9));
    await book(doctor(0), at(10));
    await expect(book(doctor(0), at(13))).rejects.toMatchObject(limit("in_all", 3));
    await book(doctor(1), at(14));
  });

  it("do not keep staff from booking for the patient", async () => {
    await fill();
    await book(doctor(2), at(20), admin);
    const overbooked = { patientId: patient.patientId ?? "", overbookReason: "urgent" };
    const more = { ...overbooked, doctorId: doctor(0).doctorId, startsAt: at(8, 10) };
    await changeStatus(doctor(0).actor, await book(doctor(0), at(21), admin), "approve", { now });
    await bookAppointment(doctor(0).actor, { ...more, startsAt: at(21, 60) }, { now });
    await bookAppointment(admin, { ...more, startsAt: at(22) }, { now });
  });
});

describe("with a doctor who approves automatically", () => {
  it("what the patient booked counts until it begins, so that no calendar is taken", async () => {
    await book(automatic, at(8));
    await book(automatic, at(9));
    await expect(book(automatic, at(10))).rejects.toMatchObject(limit("with_doctor", 2));
    await book(automatic, at(10), patient, at(8));
  });

  it("what staff booked, or moved since, does not count", async () => {
    await book(automatic, at(8), admin);
    await book(automatic, at(9), admin);
    const own = await book(automatic, at(10));
    await book(automatic, at(13));
    await expect(book(automatic, at(14))).rejects.toMatchObject(limit("with_doctor", 2));
    await rescheduleAppointment(automatic.actor, own, at(15), { now });
    await book(automatic, at(14));
  });
});

describe("moving by the patient", () => {
  it("counts the request once, and is refused where the new day has enough", async () => {
    await book(doctor(0), at(8));
    const moved = await book(doctor(0), at(9));
    await book(doctor(1), at(8, 60));
    await rescheduleAppointment(patient, moved, at(10), { now });
    await rescheduleAppointment(patient, moved, at(10, 30), { now });
    await expect(rescheduleAppointment(patient, moved, at(8, 120), { now })).rejects.toMatchObject(
      limit("on_day", 2),
    );
    await rescheduleAppointment(doctor(0).actor, moved, at(8, 120), { now });
  });

  it("does not open a sixth request by moving what was agreed", async () => {
    const agreed = await book(doctor(2), at(20));
    await changeStatus(doctor(2).actor, agreed, "approve", { now });
    await fill();
    await expect(rescheduleAppointment(patient, agreed, at(21), { now })).rejects.toMatchObject(
      limit("in_all", 5),
    );
  });

  it("is possible where the limit was lowered meanwhile", async () => {
    const [first = ""] = await fill();
    await testDatabase().superuser.query(
      "UPDATE clinics SET max_open_requests = 1, max_open_requests_with_doctor = 1",
    );
    await rescheduleAppointment(patient, first, at(20), { now });
  });
});

describe("canceling and booking again", () => {
  it("ends after ten cancellations within 24 hours, and goes on a day after them", async () => {
    for (let count = 0; count < LIMITS.cancellations; count += 1) {
      await changeStatus(patient, await book(doctor(count % 3), at(9)), "cancel", { now });
    }
    await expect(book(doctor(0), at(9))).rejects.toMatchObject(limit("canceled", 10));
    await book(doctor(0), at(9), admin);
    await book(doctor(1), at(10), patient, new Date(now.getTime() + 86_400_000));
  });

  it("counts no cancellation by staff", async () => {
    const { superuser } = testDatabase();
    await superuser.query("UPDATE clinics SET max_cancellations = 1");
    await changeStatus(doctor(0).actor, await book(doctor(0), at(9)), "cancel", { now });
    await book(doctor(0), at(9));
  });
});

describe("in the database", () => {
  const insert = (of: TestDoctor, startsAt: Date, more: Record<string, string> = {}) =>
    insertAppointment(of, patient, startsAt, {
      status: "pending",
      overbooked: "false",
      overbook_reason: "",
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
      ...more,
    }).replace("''", "NULL");

  // Fails without the trigger appointments_requests_limited.
  it("raw SQL is held to the limits too, whatever clinic and time it claims", async () => {
    await fill();
    const lenient = await makeDoctor();
    for (const more of [
      {},
      { clinic_id: lenient.clinicId },
      { created_at: "2024-01-01T00:00Z" },
    ] as Record<string, string>[]) {
      await expect(rawAs(patient, insert(doctor(2), at(20), more))).rejects.toMatchObject({
        constraint: "appointments_requests_limited",
      });
    }
  });

  it("a claimed time counts no later than the database's own", async () => {
    const ahead = (day: number) => new Date(Date.UTC(2150, 0, day, 14));
    for (const day of [1, 2, 3, 4, 5]) await rawAs(admin, insert(doctor(0), ahead(day)));
    const late = insert(doctor(1), ahead(6), { created_at: "2160-01-01T00:00Z" });
    await expect(rawAs(patient, late)).rejects.toMatchObject({
      constraint: "appointments_requests_limited",
    });
  });

  it("holds them exactly when twenty requests come at once", async () => {
    const racing = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => book(doctor(index % 3), at(8 + index))),
    );
    const made = racing.filter(({ status }) => status === "fulfilled");
    expect(made).toHaveLength(5);
    for (const outcome of racing) {
      if (outcome.status === "rejected") {
        expect((outcome.reason as DomainError).code).toBe("too_many_requests_open");
      }
    }
  });

  // Fails without lock_schedule in appointments_requests_limited and appointments_of_open_accounts.
  it("holds them exactly when raw statements race", async () => {
    const racing = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) =>
        rawAs(patient, insert(doctor(index % 3), at(8 + index))),
      ),
    );
    expect(racing.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  });

  it("tells no user but the patient how many there are", async () => {
    await fill();
    const ask = `SELECT open_request_limit('${doctor(0).doctorId}', now(), NULL, '2025-01-06T12:00Z') AS reached`;
    expect((await rawAs(patient, ask)).rows).toEqual([{ reached: "in_all 5" }]);
    for (const other of [admin, doctor(0).actor, (await makePatient()).actor]) {
      expect((await rawAs(other, ask)).rows).toEqual([{ reached: null }]);
    }
  });
});
