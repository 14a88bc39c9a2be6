import { afterAll, describe, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { rawAs } from "../testing/raw.ts";
import type { LocalDay } from "../time/local-day.ts";
import { bookAppointment } from "./book.ts";
import { changeStatus, expireRequests } from "./commands.ts";
import { listMoveTimes } from "./move-times.ts";
import { acceptProposal, proposeTimes } from "./propose.ts";
import { getAppointment } from "./queries.ts";
import { rescheduleAppointment } from "./reschedule.ts";

// A Monday, long past; 09:00 in New York on the days of that month.
const now = new Date("2025-01-06T12:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));
const iso = (...times: Date[]) => times.map((time) => time.toISOString());

afterAll(disconnect);

interface Request {
  doctor: TestDoctor;
  patient: UserActor;
  other: UserActor;
  id: string;
}

/** A request for the 8th at 09:00, with a doctor and a patient of its own. */
async function request(): Promise<Request> {
  const doctor = await makeDoctor();
  const [patient, other] = [(await makePatient()).actor, (await makePatient()).actor];
  const { id } = await book(doctor, patient, at(8));
  return { doctor, patient, other, id };
}

const book = ({ doctorId }: TestDoctor, who: UserActor, startsAt: Date) =>
  bookAppointment(who, { doctorId, startsAt }, { now });

const insert = ({ doctorId, clinicId, visitTypeId }: TestDoctor, who: UserActor, start: Date) =>
  rawAs(
    who,
    `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, expires_at)
     VALUES ('${who.patientId ?? ""}', '${doctorId}', '${clinicId}', '${visitTypeId}', '${start.toISOString()}',
       '${new Date(start.getTime() + 1_800_000).toISOString()}', 'pending', '${start.toISOString()}')`,
  );

async function holds(id: string): Promise<string[]> {
  const { rows } = await testDatabase().superuser.query<{ at: Date }>(
    "SELECT starts_at AS at FROM slot_holds WHERE appointment_id = $1 ORDER BY starts_at",
    [id],
  );
  return rows.map((row) => row.at.toISOString());
}

describe("proposing other times", () => {
  it("offers one to three, in order, until the patient's own clock runs out", async () => {
    const { doctor, patient, id } = await request();
    const proposed = await proposeTimes(doctor.actor, id, [at(10), at(9)], {
      now: later(2),
      reason: "I operate on the 8th",
    });
    expect(proposed).toMatchObject({
      status: "pending",
      version: 2,
      startsAt: at(8).toISOString(),
      statusReason: "I operate on the 8th",
      expiresAt: later(26).toISOString(),
      proposals: [
        { startsAt: at(9).toISOString(), date: "2025-01-09", time: "09:00" },
        { startsAt: at(10).toISOString(), date: "2025-01-10", time: "09:00" },
      ],
    });
    const { appointment, events } = await getAppointment(patient, id, later(3));
    expect(appointment.permits).toMatchObject({ accept: true, cancel: true, reschedule: true });
    expect(events.at(-1)).toMatchObject({
      type: "proposed",
      byRole: "doctor",
      proposedStarts: iso(at(9), at(10)),
    });
  });

  it("is the doctor's alone: 403 for the patient, 404 for strangers, and nothing changes", async () => {
    const { doctor, patient, other, id } = await request();
    const stranger = await makeDoctor();
    await expect(proposeTimes(patient, id, [at(9)], { now })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(proposeTimes(stranger.actor, id, [at(9)], { now })).rejects.toMatchObject({
      code: "not_found",
    });
    await proposeTimes(doctor.actor, id, [at(9)], { now });
    await expect(acceptProposal(doctor.actor, id, at(9), { now })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(acceptProposal(other, id, at(9), { now })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await getAppointment(patient, id, now)).appointment).toMatchObject({
      status: "pending",
      version: 2,
    });
  });

  it("refuses a time at which the patient is with somebody else, and says which", async () => {
    const { doctor, patient, id } = await request();
    await book(await makeDoctor(), patient, at(9));
    await expect(proposeTimes(doctor.actor, id, [at(10), at(9)], { now })).rejects.toMatchObject({
      code: "patient_busy",
      detail: { startsAt: at(9).toISOString() },
    });
    expect(await holds(id)).toEqual([]);
    await proposeTimes(doctor.actor, id, [at(9, 30)], { now });
    expect(await holds(id)).toEqual(iso(at(9, 30)));
  });

  it("refuses times that are taken, overlap, are off the rules, or are the one asked for", async () => {
    const { doctor, other, id } = await request();
    await book(doctor, other, at(9));
    const refused = (...starts: Date[]) => proposeTimes(doctor.actor, id, starts, { now });
    await expect(refused(at(10), at(9))).rejects.toMatchObject({
      code: "slot_taken",
      detail: { why: "booked", startsAt: at(9).toISOString(), timeZone: "America/New_York" },
    });
    await expect(refused(at(10), at(10))).rejects.toMatchObject({ code: "invalid" });
    await expect(refused(at(10, 10))).rejects.toMatchObject({
      code: "slot_unavailable",
      detail: { why: "off_grid" },
    });
    await expect(refused(at(8))).rejects.toMatchObject({
      code: "slot_unavailable",
      detail: { why: "same_time" },
    });
    expect(await holds(id)).toEqual([]);
  });

  // Held by the trigger slot_holds_free: without it the hold lies upon the visit.
  it("cannot hold a taken time by raw SQL either", async () => {
    const { doctor, other, id } = await request();
    await book(doctor, other, at(9));
    const propose = `UPDATE appointments SET version = version + 1, event = 'proposed',
      proposed_starts = ARRAY['${at(9).toISOString()}'::timestamptz] WHERE id = '${id}'`;
    await expect(rawAs(doctor.actor, propose)).rejects.toThrow("slot_holds_free");
  });
});

describe("a proposed time", () => {
  // Booking and moving ask busy_times, which must tell of holds; raw SQL runs into the triggers
  // appointments_respect_holds and appointments_moved_respect_holds: fails without either.
  it("is kept from everybody else, on every path", async () => {
    const { doctor, other, id } = await request();
    await proposeTimes(doctor.actor, id, [at(9)], { now });
    await expect(book(doctor, other, at(9))).rejects.toMatchObject({
      code: "slot_taken",
      detail: { why: "held" },
    });
    const { id: elsewhere } = await book(doctor, other, at(14));
    await expect(rescheduleAppointment(other, elsewhere, at(9), { now })).rejects.toMatchObject({
      code: "slot_taken",
    });
    await expect(insert(doctor, other, at(9))).rejects.toThrow("appointments_respect_holds");
    const move = `UPDATE appointments SET version = version + 1, event = 'rescheduled',
      starts_at = '${at(9, 15).toISOString()}', ends_at = '${at(9, 45).toISOString()}' WHERE id = '${elsewhere}'`;
    await expect(rawAs(other, move)).rejects.toThrow("appointments_respect_holds");
    // The lesson of the refusals: the same statements pass where nothing is held.
    await insert(doctor, other, at(10));
  });

  it("does not stand in the way of its own request's other times", async () => {
    const { doctor, id } = await request();
    await proposeTimes(doctor.actor, id, [at(9)], { now });
    const day = "2025-01-09" as LocalDay;
    const { slots } = await listMoveTimes(doctor.actor, id, { from: day, to: day }, now);
    expect(slots.map(({ startsAt }) => startsAt)).toContain(at(9).toISOString());
  });

  // Held by the trigger appointments_hold_proposals: without it a hold outlives what it was for.
  it.each<[string, (request: Request) => Promise<unknown>]>([
    ["declined", ({ doctor, id }) => answer(doctor, id, "decline")],
    ["withdrawn", ({ patient, id }) => changeStatus(patient, id, "cancel", { now })],
    ["approved as it was", ({ doctor, id }) => answer(doctor, id, "approve")],
    [
      "moved by the patient",
      ({ patient, id }) => rescheduleAppointment(patient, id, at(15), { now }),
    ],
    ["answered anew", ({ doctor, id }) => proposeTimes(doctor.actor, id, [at(16)], { now })],
    ["accepted elsewhere", ({ patient, id }) => acceptProposal(patient, id, at(10), { now })],
    ["expired", () => expireRequests(later(25))],
  ])("is free again once the request is %s", async (_how, end) => {
    const made = await request();
    await proposeTimes(made.doctor.actor, made.id, [at(9), at(10)], { now });
    await end(made);
    expect(await holds(made.id)).not.toContain(at(9).toISOString());
    expect((await book(made.doctor, made.other, at(9))).status).toBe("pending");
  });

  it("is free again once it has come, while the others stay", async () => {
    const { doctor, patient, id } = await request();
    const soon = new Date("2025-01-06T19:00:00Z");
    await proposeTimes(doctor.actor, id, [soon, at(9)], { now });
    await expireRequests(soon);
    expect(await holds(id)).toEqual(iso(at(9)));
    const { appointment } = await getAppointment(patient, id, soon);
    expect(appointment.proposals.map(({ startsAt }) => startsAt)).toEqual(iso(at(9)));
    await expect(acceptProposal(patient, id, soon, { now: soon })).rejects.toMatchObject({
      detail: { why: "not_proposed" },
    });
  });
});

describe("accepting", () => {
  it("moves and confirms in one step", async () => {
    const { doctor, patient, other, id } = await request();
    await proposeTimes(doctor.actor, id, [at(9), at(10)], { now });
    const accepted = await acceptProposal(patient, id, at(10), { now });
    expect(accepted).toMatchObject({
      id,
      status: "confirmed",
      version: 3,
      startsAt: at(10).toISOString(),
      proposals: [],
      expiresAt: null,
    });
    expect((await book(doctor, other, at(8))).status).toBe("pending");
    const { events } = await getAppointment(patient, id, now);
    expect(events.at(-1)).toMatchObject({
      type: "accepted",
      byRole: "patient",
      fromStartsAt: at(8).toISOString(),
      toStartsAt: at(10).toISOString(),
    });
  });

  it("takes only what is offered, and only while it is", async () => {
    const { doctor, patient, id } = await request();
    await expect(acceptProposal(patient, id, at(9), { now })).rejects.toMatchObject({
      code: "illegal_transition",
    });
    await proposeTimes(doctor.actor, id, [at(9)], { now });
    await expect(acceptProposal(patient, id, at(10), { now })).rejects.toMatchObject({
      code: "slot_unavailable",
      detail: { why: "not_proposed" },
    });
    await expect(acceptProposal(patient, id, at(9), { now: later(24) })).rejects.toMatchObject({
      code: "illegal_transition",
    });
    expect((await acceptProposal(patient, id, at(9), { now })).status).toBe("confirmed");
    await expect(acceptProposal(patient, id, at(9), { now })).rejects.toMatchObject({
      code: "illegal_transition",
    });
  });

  // Held by appointments_guard: without its look at OLD.proposed_starts a patient confirms anything.
  it("cannot confirm another time by raw SQL", async () => {
    const { doctor, patient, id } = await request();
    await proposeTimes(doctor.actor, id, [at(9)], { now });
    const accept = `UPDATE appointments SET version = version + 1, event = 'accepted', status = 'confirmed', expires_at = NULL,
      proposed_starts = '{}', starts_at = '${at(10).toISOString()}', ends_at = '${at(10, 30).toISOString()}' WHERE id = '${id}'`;
    await expect(rawAs(patient, accept)).rejects.toThrow("a patient cannot confirm");
  });

  // Fails without lockSchedules in lockedRow together with FOR UPDATE in loadForChange.
  it("lets one of two presses through", async () => {
    const { doctor, patient, id } = await request();
    await proposeTimes(doctor.actor, id, [at(9), at(10)], { now });
    const answers = await Promise.allSettled([
      acceptProposal(patient, id, at(9), { now }),
      acceptProposal(patient, id, at(10), { now }),
    ]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await getAppointment(patient, id, now)).events).toHaveLength(3);
  });

  // Held by appointments_patient_free: without it the patient sits in two places.
  it("is refused where the patient is elsewhere by now, and the proposal stays open", async () => {
    const { doctor, patient, id } = await request();
    await proposeTimes(doctor.actor, id, [at(9), at(10)], { now });
    await book(await makeDoctor(), patient, at(9));
    await expect(acceptProposal(patient, id, at(9), { now })).rejects.toMatchObject({
      code: "patient_busy",
    });
    expect((await acceptProposal(patient, id, at(10), { now })).status).toBe("confirmed");
  });
});

const answer = (doctor: TestDoctor, id: string, event: "approve" | "decline") =>
  changeStatus(doctor.actor, id, event, { now, reason: "A reason" });
