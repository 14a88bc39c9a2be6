import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anonymous, type Actor, type UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { getAppointment } from "../appointments/queries.ts";
import { listSlots } from "../availability/queries.ts";
import { disconnect } from "../db.ts";
import { parseLocalDay } from "../time/local-day.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { changeBookingRules, replaceVisitTypes } from "./booking-rules.ts";
import { explainTime } from "./explain.ts";
import { addHoliday, listHolidays, removeHoliday } from "./holidays.ts";
import { replaceWorkingHours } from "./hours.ts";
import { getSchedule } from "./queries.ts";
import type { WorkingHoursInput } from "./schema.ts";
import { addTimeOff, removeTimeOff } from "./time-off.ts";
import { nextException } from "./views.ts";

// A Monday; visits are at 09:00 in New York (14:00 UTC) and half hours after it.
const now = new Date("2025-01-06T12:00:00Z");
const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));
const day = (text: string) => parseLocalDay(text) ?? expect.fail(text);
const weekdays = (from: string, to: string): WorkingHoursInput => ({
  blocks: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from, to, ...always })),
});
const always = { validFrom: undefined, validUntil: undefined };

let doctor: TestDoctor;
let stranger: TestDoctor;
let patient: UserActor;
let admin: UserActor;

beforeAll(async () => {
  stranger = await makeDoctor();
  admin = await makeAdmin();
});
beforeEach(async () => {
  doctor = await makeDoctor();
  patient = (await makePatient()).actor;
});
afterAll(disconnect);

const book = (startsAt: Date, who = patient) =>
  bookAppointment(who, { doctorId: doctor.doctorId, startsAt }, { now });
const schedule = () => getSchedule(doctor.actor, doctor.doctorId, now);
const slotsOn = async (on: string) => {
  const range = { from: day(on), to: day(on) };
  const { slots } = await listSlots(anonymous, doctor.doctorId, range, now);
  return slots.map(({ time }) => time);
};
const statusOf = async (id: string) => (await getAppointment(admin, id, now)).appointment;

describe("weekly hours", () => {
  it("are replaced as a whole, and free times follow", async () => {
    const night = { weekday: 5, from: "22:00", to: "02:00", ...always };
    const input = { blocks: [...weekdays("10:00", "12:00").blocks, night] };
    const change = { now, expectedVersion: 1 };
    const impact = await replaceWorkingHours(doctor.actor, doctor.doctorId, input, change);
    expect(impact).toEqual({ applied: true, affected: [] });
    expect(await slotsOn("2025-01-08")).toEqual(["10:00", "10:30", "11:00", "11:30"]);
    // Saturday, from the night that began on Friday.
    expect(await slotsOn("2025-01-11")).toEqual(["00:00", "00:30", "01:00", "01:30"]);
    const { version, blocks } = await schedule();
    expect(version).toBe(2);
    expect(blocks.at(-1)).toMatchObject({ weekday: 5, from: "22:00", to: "02:00" });
  });

  it("change on the day from which they are valid", async () => {
    const blocks = [
      { weekday: 3, from: "09:00", to: "10:00", ...always, validUntil: day("2025-01-14") },
      { weekday: 3, from: "13:00", to: "14:00", ...always, validFrom: day("2025-01-15") },
    ];
    await replaceWorkingHours(doctor.actor, doctor.doctorId, { blocks }, { now });
    expect(await slotsOn("2025-01-08")).toEqual(["09:00", "09:30"]);
    expect(await slotsOn("2025-01-15")).toEqual(["13:00", "13:30"]);
    expect(nextException(await schedule(), day("2025-01-06"))).toMatchObject({
      day: "2025-01-15",
      kind: "hours",
    });
  });

  // Fails without working_hours_apart; the schema (schema.test.ts) says which block it is.
  it("that overlap each other are refused", async () => {
    const late = { weekday: 2, from: "11:00", to: "13:00", ...always };
    const blocks = [...weekdays("09:00", "12:00").blocks, late];
    await expect(
      replaceWorkingHours(doctor.actor, doctor.doctorId, { blocks }, { now }),
    ).rejects.toMatchObject({ code: "invalid" });
    expect((await schedule()).version).toBe(1);
  });

  it("are not overwritten by whoever saw older ones", async () => {
    await replaceWorkingHours(admin, doctor.doctorId, weekdays("08:00", "12:00"), { now });
    await expect(
      replaceWorkingHours(doctor.actor, doctor.doctorId, weekdays("09:00", "12:00"), {
        now,
        expectedVersion: 1,
      }),
    ).rejects.toMatchObject({ code: "stale_version" });
    expect((await slotsOn("2025-01-08"))[0]).toBe("08:00");
  });
});

describe("a change that affects visits", () => {
  it("asks first, and changes nothing", async () => {
    const visit = await book(at(8));
    const untouched = await book(at(9, 120));
    const input = weekdays("10:00", "17:00");
    const impact = await replaceWorkingHours(doctor.actor, doctor.doctorId, input, {
      now,
      ask: true,
    });
    expect(impact.applied).toBe(false);
    expect(impact.affected.map(({ appointment, why }) => [appointment.id, why])).toEqual([
      [visit.id, "outside_hours"],
    ]);
    // The nearest by day and time of day, and free under the new hours.
    expect(impact.affected[0]?.alternatives[0]).toMatchObject({
      date: "2025-01-08",
      time: "10:00",
    });
    expect(impact.affected[0]?.alternatives).toHaveLength(5);
    expect((await schedule()).version).toBe(1);
    expect((await slotsOn("2025-01-10"))[0]).toBe("09:00");
    expect((await statusOf(untouched.id)).version).toBe(1);
  });

  it("keeps visits that nobody decided about, and tells which they are", async () => {
    const visit = await book(at(8));
    const change = { now };
    const impact = await replaceWorkingHours(
      admin,
      doctor.doctorId,
      weekdays("10:00", "17:00"),
      change,
    );
    expect(impact.applied).toBe(true);
    expect(impact.affected.map(({ appointment }) => appointment.id)).toEqual([visit.id]);
    expect(await statusOf(visit.id)).toMatchObject({ status: "pending", version: 1 });
  });

  it("moves, cancels and keeps as decided, in one step", async () => {
    const moved = await book(at(8));
    const canceled = await book(at(9));
    const kept = await book(at(10));
    await changeStatus(doctor.actor, canceled.id, "approve", { now });
    const impact = await replaceWorkingHours(
      doctor.actor,
      doctor.doctorId,
      weekdays("13:00", "17:00"),
      {
        now,
        ask: true,
        reason: "I teach in the mornings from now on",
        decisions: {
          [moved.id]: { version: 1, do: "move", startsAt: at(8, 300) },
          [canceled.id]: { version: 2, do: "cancel" },
          [kept.id]: { version: 1, do: "keep" },
        },
      },
    );
    expect(impact.applied).toBe(true);
    expect(await statusOf(moved.id)).toMatchObject({ time: "14:00", version: 2 });
    expect(await statusOf(canceled.id)).toMatchObject({
      status: "canceled",
      statusReason: "I teach in the mornings from now on",
    });
    expect(await statusOf(kept.id)).toMatchObject({ time: "09:00", version: 1 });
  });

  it("is undone as a whole when one decision cannot be carried out", async () => {
    const one = await book(at(8));
    const two = await book(at(9));
    const taken = await book(at(8, 300), (await makePatient()).actor);
    const change = replaceWorkingHours(doctor.actor, doctor.doctorId, weekdays("13:00", "17:00"), {
      now,
      decisions: {
        [two.id]: { version: 1, do: "cancel" },
        [one.id]: { version: 1, do: "move", startsAt: new Date(taken.startsAt) },
      },
    });
    await expect(change).rejects.toMatchObject({
      code: "slot_taken",
      detail: { issues: [{ path: `decisions.${one.id}`, message: "slot_taken" }] },
    });
    expect((await schedule()).version).toBe(1);
    expect(await statusOf(two.id)).toMatchObject({ status: "pending", version: 1 });
  });

  it("does not move what has changed since it was looked at", async () => {
    const visit = await book(at(8));
    await changeStatus(doctor.actor, visit.id, "approve", { now });
    const change = addTimeOff(
      doctor.actor,
      doctor.doctorId,
      { fromDay: day("2025-01-08"), toDay: day("2025-01-08"), reason: undefined, ...noTimes },
      { now, decisions: { [visit.id]: { version: 1, do: "cancel" } } },
    );
    await expect(change).rejects.toMatchObject({ code: "stale_version" });
    expect((await schedule()).timeOff).toEqual([]);
  });

  it("sends no two visits to one time, and none onto another visit of its patient", async () => {
    const other = (await makePatient()).actor;
    await book(at(8));
    await book(at(8, 30), other);
    // The first patient is with somebody else when the first free time would be.
    await bookAppointment(patient, { doctorId: stranger.doctorId, startsAt: at(8, 60) }, { now });
    const { affected } = await replaceWorkingHours(
      doctor.actor,
      doctor.doctorId,
      weekdays("10:00", "17:00"),
      {
        now,
        ask: true,
      },
    );
    const [first, second] = affected.map(({ alternatives }) => alternatives[0]?.time);
    expect(first).toBe("10:30");
    expect(second).toBe("10:00");
  });
});

const noTimes = { fromTime: undefined, toTime: undefined };

describe("time off", () => {
  const off = (
    fromDay: string,
    toDay: string,
    times: { fromTime?: string; toTime?: string } = {},
  ) => ({
    fromDay: day(fromDay),
    toDay: day(toDay),
    reason: "Congress",
    ...noTimes,
    ...times,
  });

  it("is whole days of the clinic, or hours", async () => {
    await addTimeOff(doctor.actor, doctor.doctorId, off("2025-01-08", "2025-01-09"), { now });
    await addTimeOff(
      doctor.actor,
      doctor.doctorId,
      off("2025-01-10", "2025-01-10", { fromTime: "12:00", toTime: "15:00" }),
      { now },
    );
    expect(await slotsOn("2025-01-08")).toEqual([]);
    expect(await slotsOn("2025-01-09")).toEqual([]);
    const friday = await slotsOn("2025-01-10");
    expect(friday).toContain("11:30");
    expect(friday).not.toContain("12:00");
    expect(friday).toContain("15:00");
    const { timeOff } = await schedule();
    expect(timeOff).toMatchObject([
      { wholeDays: true, fromDay: "2025-01-08", toDay: "2025-01-09" },
      { wholeDays: false, fromTime: "12:00", toTime: "15:00", reason: "Congress" },
    ]);
    expect(nextException(await schedule(), day("2025-01-06"))).toEqual({
      day: "2025-01-08",
      kind: "time_off",
      label: "Congress",
    });
  });

  it("covers a day of 23 hours whole, and a skipped time from the next on", async () => {
    await addTimeOff(doctor.actor, doctor.doctorId, off("2025-03-09", "2025-03-09"), { now });
    await addTimeOff(
      doctor.actor,
      doctor.doctorId,
      off("2025-03-09", "2025-03-09", { fromTime: "02:30", toTime: "03:30" }),
      { now },
    );
    const { timeOff } = await schedule();
    expect(timeOff.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      ["2025-03-09T05:00:00.000Z", "2025-03-10T04:00:00.000Z"],
      ["2025-03-09T07:00:00.000Z", "2025-03-09T07:30:00.000Z"],
    ]);
  });

  it("is taken back, and its hours count again", async () => {
    await addTimeOff(doctor.actor, doctor.doctorId, off("2025-01-08", "2025-01-08"), { now });
    const { timeOff } = await schedule();
    const id = timeOff[0]?.id ?? "";
    await expect(
      removeTimeOff(stranger.actor, stranger.doctorId, id, { now }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    await removeTimeOff(doctor.actor, doctor.doctorId, id, { now });
    expect((await slotsOn("2025-01-08"))[0]).toBe("09:00");
  });

  it("that is over is refused", async () => {
    await expect(
      addTimeOff(doctor.actor, doctor.doctorId, off("2025-01-02", "2025-01-03"), { now }),
    ).rejects.toMatchObject({ detail: { issues: [{ path: "fromDay", message: "past" }] } });
  });
});

describe("clinic holidays", () => {
  it("close the clinic for everybody who works there, and are the admins'", async () => {
    const visit = await book(at(8));
    const input = { day: day("2025-01-08"), name: "Founders' day" };
    await expect(addHoliday(doctor.actor, doctor.clinicId, input, { now })).rejects.toMatchObject({
      code: "forbidden",
    });
    const impact = await addHoliday(admin, doctor.clinicId, input, { now, ask: true });
    expect(impact.affected.map(({ appointment, why }) => [appointment.id, why])).toEqual([
      [visit.id, "holiday"],
    ]);
    const decisions = { [visit.id]: { version: 1, do: "cancel" as const } };
    await addHoliday(admin, doctor.clinicId, input, { now, ask: true, decisions });
    expect(await slotsOn("2025-01-08")).toEqual([]);
    await expect(addHoliday(admin, doctor.clinicId, input, { now })).rejects.toMatchObject({
      detail: { issues: [{ path: "day", message: "day_closed" }] },
    });
    const clinics = await listHolidays(doctor.actor, now);
    const [holiday] = clinics.find(({ id }) => id === doctor.clinicId)?.holidays ?? [];
    expect(holiday).toMatchObject({ day: "2025-01-08", name: "Founders' day" });
    await removeHoliday(admin, doctor.clinicId, holiday?.id ?? "", { now });
    expect(await slotsOn("2025-01-08")).toHaveLength(16);
  });
});

describe("visit types and booking rules", () => {
  it("change, come and go, while agreed visits keep theirs", async () => {
    const visit = await book(at(8));
    const type = { bufferBefore: 0, bufferAfter: 0, bookableOnline: true };
    const long = { ...type, name: "Visit", minutes: 60, step: 60, id: undefined };
    const short = { ...type, name: "Short", minutes: 15, step: 15, id: doctor.visitTypeId };
    const change = { now, expectedVersion: 1 };
    const visitTypes = [long, short];
    await replaceVisitTypes(doctor.actor, doctor.doctorId, { visitTypes }, change);
    expect((await schedule()).visitTypes).toMatchObject([{ name: "Visit" }, { name: "Short" }]);
    expect((await slotsOn("2025-01-08"))[0]).toBe("10:00");
    expect((await statusOf(visit.id)).endsAt).toBe(at(8, 30).toISOString());
    await replaceVisitTypes(doctor.actor, doctor.doctorId, { visitTypes: [long] }, { now });
    expect((await schedule()).visitTypes).toHaveLength(1);
    const foreign = [{ ...short, id: stranger.visitTypeId }];
    await expect(
      replaceVisitTypes(doctor.actor, doctor.doctorId, { visitTypes: foreign }, { now }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("decide at once who may book and how", async () => {
    const rules = {
      acceptingPatients: true,
      approval: "automatic" as const,
      minimumNoticeMinutes: 60,
      horizonDays: 30,
      cutoffMinutes: 0,
      requestTtlMinutes: 60,
    };
    await changeBookingRules(doctor.actor, doctor.doctorId, rules, { now });
    expect((await book(at(8))).status).toBe("confirmed");
    expect((await schedule()).rules).toEqual(rules);
    const closed = { ...rules, acceptingPatients: false };
    await changeBookingRules(admin, doctor.doctorId, closed, { now });
    await expect(book(at(9))).rejects.toMatchObject({ detail: { why: "not_accepting" } });
  });
});

describe("why a time is not offered", () => {
  const why = (on: string, time: string, actor: Actor = doctor.actor) =>
    explainTime(actor, doctor.doctorId, { day: day(on), time, visitType: undefined }, now);
  const reasons = async (on: string, time: string) =>
    (await why(on, time)).reasons.map((reason) => reason.why);

  it("names everything that stands in its way, and what has it", async () => {
    const visit = await book(at(8));
    expect(await why("2025-01-08", "09:00")).toMatchObject({
      offered: false,
      reasons: [{ why: "booked", appointment: { id: visit.id, patient: "Pat Test" } }],
      hours: [{ from: "09:00", to: "17:00" }],
    });
    expect(await reasons("2025-01-08", "09:10")).toEqual(["off_grid", "booked"]);
    expect(await reasons("2025-01-08", "07:00")).toEqual(["outside_hours"]);
    expect(await reasons("2025-01-05", "09:00")).toEqual(["notice"]);
    expect(await reasons("2026-12-08", "09:00")).toEqual(["horizon"]);
    expect(await why("2025-01-08", "11:00")).toMatchObject({ offered: true, reasons: [] });
    const reason = "Surgery";
    const away = { fromDay: day("2025-01-09"), toDay: day("2025-01-09"), reason, ...noTimes };
    await addTimeOff(doctor.actor, doctor.doctorId, away, { now });
    const holiday = { day: day("2025-01-09"), name: "Founders' day" };
    await addHoliday(admin, doctor.clinicId, holiday, { now });
    const both = (await why("2025-01-09", "09:00")).reasons;
    expect(both.map((one) => [one.why, one.label]).toSorted()).toEqual([
      ["holiday", "Founders' day"],
      ["time_off", "Surgery"],
    ]);
  });

  it("says of a time that clocks skip that there is none", async () => {
    await expect(why("2025-03-09", "02:30")).rejects.toMatchObject({
      detail: { issues: [{ path: "time", message: "skipped" }] },
    });
  });

  it("is for the doctor and the admins", async () => {
    expect(await why("2025-01-08", "09:00", admin)).toMatchObject({ offered: true });
    await expect(why("2025-01-08", "09:00", stranger.actor)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(why("2025-01-08", "09:00", patient)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a schedule", () => {
  it("is its doctor's and the admins': nobody else reads or changes it", async () => {
    const attempts = (actor: Actor) => [
      () => getSchedule(actor, doctor.doctorId, now),
      () => replaceWorkingHours(actor, doctor.doctorId, { blocks: [] }, { now }),
      () =>
        addTimeOff(
          actor,
          doctor.doctorId,
          { startsAt: at(8), endsAt: at(9), reason: undefined },
          { now },
        ),
      () => replaceVisitTypes(actor, doctor.doctorId, { visitTypes: [] }, { now }),
    ];
    for (const [actor, code] of [
      [stranger.actor, "not_found"],
      [patient, "forbidden"],
      [anonymous, "unauthenticated"],
    ] as const) {
      for (const attempt of attempts(actor)) {
        await expect(attempt()).rejects.toMatchObject({ code });
      }
    }
    expect(await schedule()).toMatchObject({ version: 1, timeOff: [] });
    const { rows } = await testDatabase().superuser.query(
      "SELECT FROM working_hours WHERE doctor_id = $1",
      [doctor.doctorId],
    );
    expect(rows).toHaveLength(7);
  });
});
