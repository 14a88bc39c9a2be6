import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous, type UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { proposeTimes } from "../appointments/propose.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { getCalendar } from "./queries.ts";
import { calendarSchema, type CalendarInput } from "./schema.ts";

// Monday, 2025-01-06, 07:00 in New York.
const now = new Date("2025-01-06T12:00:00Z");
const NIGHT: [number, number, number][] = [[1, 1320, 1560]];

let doctor: TestDoctor;
let night: TestDoctor;
let admin: UserActor;
let patient: UserActor;
let morning: string;
let declined: string;

const ask = (given: Record<string, string>): CalendarInput => calendarSchema.parse(given);
const at = (startsAt: string) => new Date(startsAt);

/** Puts a visit where the rules would not, and gives its id. */
async function overbook({ doctorId }: TestDoctor, startsAt: string): Promise<string> {
  const input = { doctorId, patientId: patient.patientId ?? "", startsAt: at(startsAt) };
  return (await bookAppointment(admin, { ...input, overbookReason: "Once" }, { now })).id;
}

beforeAll(async () => {
  doctor = await makeDoctor();
  night = await makeDoctor({ timeZone: "Europe/Berlin", hours: NIGHT });
  admin = await makeAdmin();
  patient = (await makePatient()).actor;
  const { superuser } = testDatabase();
  await superuser.query("UPDATE clinics SET name = 'A Clinic' WHERE id = $1", [doctor.clinicId]);
  await superuser.query("UPDATE clinics SET name = 'B Clinic' WHERE id = $1", [night.clinicId]);
  const book = async (of: TestDoctor, startsAt: string) =>
    (await bookAppointment(patient, { doctorId: of.doctorId, startsAt: at(startsAt) }, { now })).id;
  morning = await book(doctor, "2025-01-07T14:00:00Z"); // Tuesday 09:00
  declined = await book(doctor, "2025-01-07T15:00:00Z");
  await changeStatus(doctor.actor, declined, "decline", { now, reason: "No" });
  // Monday 23:30 in Berlin, until Tuesday 00:00; and Tuesday 00:30.
  await book(night, "2025-01-13T22:30:00Z");
  await book(night, "2025-01-13T23:30:00Z");
});
afterAll(disconnect);

describe("whose calendar", () => {
  it("is the doctor's own: another's does not exist for them", async () => {
    const { columns, doctor: shown, entries } = await getCalendar(doctor.actor, ask({}), now);
    expect(shown?.id).toBe(doctor.doctorId);
    expect(columns.map(({ id }) => id)).toEqual([doctor.doctorId]);
    expect(entries.map(({ appointment }) => appointment.id)).toEqual([morning]);
    // Fails without scheduleScope in loadPractices.
    for (const other of [{ doctor: night.doctorId }, { clinic: night.clinicId }]) {
      await expect(getCalendar(doctor.actor, ask(other), now)).rejects.toMatchObject({
        code: "not_found",
      });
    }
  });

  it("is nothing that patients and visitors have", async () => {
    await expect(getCalendar(patient, ask({}), now)).rejects.toMatchObject({ code: "forbidden" });
    await expect(getCalendar(anonymous, ask({}), now)).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("is for admins that of the first clinic, of another, or of one of its doctors", async () => {
    const first = await getCalendar(admin, ask({}), now);
    expect([first.clinic.id, first.timeZone]).toEqual([doctor.clinicId, "America/New_York"]);
    expect(first.clinics.map(({ name }) => name)).toEqual(["A Clinic", "B Clinic"]);
    const other = await getCalendar(admin, ask({ doctor: night.doctorId }), now);
    expect([other.clinic.id, other.timeZone]).toEqual([night.clinicId, "Europe/Berlin"]);
    // The form keeps a doctor while another clinic is chosen: the clinic counts.
    const both = { clinic: doctor.clinicId, doctor: night.doctorId };
    expect((await getCalendar(admin, ask(both), now)).columns.map(({ id }) => id)).toEqual([
      doctor.doctorId,
    ]);
    const nobody = { doctor: "00000000-0000-7000-8000-000000000000" };
    await expect(getCalendar(admin, ask(nobody), now)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("what it shows", () => {
  it("leaves out what came to nothing, unless asked", async () => {
    const all = await getCalendar(doctor.actor, ask({ closed: "shown" }), now);
    expect(all.entries.map(({ appointment }) => appointment.id)).toEqual([morning, declined]);
  });

  it("leaves out a request past its expiry, though the clock has not come round", async () => {
    const afterwards = at("2025-01-07T13:00:00Z");
    expect((await getCalendar(doctor.actor, ask({}), afterwards)).entries).toEqual([]);
  });

  it("is in the clinic's wall time", async () => {
    const { today, entries, offset } = await getCalendar(doctor.actor, ask({}), now);
    expect([today, offset]).toEqual(["2025-01-06", "-05:00"]);
    expect(entries[0]).toMatchObject({
      day: "2025-01-07",
      from: "2025-01-07T09:00",
      to: "2025-01-07T09:30",
      held: false,
    });
  });

  it("shows a night on both of its days", async () => {
    const monday = await getCalendar(night.actor, ask({ view: "day", date: "2025-01-13" }), now);
    expect(monday.entries.map(({ from, to }) => [from, to])).toEqual([
      ["2025-01-13T23:30", "2025-01-14T00:00"],
    ]);
    expect(monday.columns[0]?.days[0]?.open).toEqual([{ start: 1320, end: 1440 }]);
    const tuesday = await getCalendar(night.actor, ask({ view: "day", date: "2025-01-14" }), now);
    expect(tuesday.entries.map(({ from }) => from)).toEqual(["2025-01-14T00:30"]);
    expect(tuesday.columns[0]?.days[0]?.open).toEqual([{ start: 0, end: 120 }]);
  });

  it("shows a visit that is under way when its days begin", async () => {
    // Fails without LONGEST_VISIT in loadAppointments.
    const tuesday = ask({ view: "day", date: "2025-01-21" });
    await overbook(night, "2025-01-20T22:45:00Z");
    expect((await getCalendar(night.actor, tuesday, now)).entries[0]).toMatchObject({
      day: "2025-01-21",
      from: "2025-01-20T23:45",
      to: "2025-01-21T00:15",
    });
  });

  it("shows the times that are held for a proposal, on the days on which they are", async () => {
    const startsAt = ["2025-01-09T19:00:00Z", "2025-01-15T19:00:00Z"].map(at);
    await proposeTimes(doctor.actor, morning, startsAt, { now });
    const heldIn = async (date: string) =>
      (await getCalendar(doctor.actor, ask({ date }), now)).entries.map(
        ({ appointment, held, from }) => [appointment.id, held, from],
      );
    expect(await heldIn("2025-01-07")).toEqual([
      [morning, false, "2025-01-07T09:00"],
      [morning, true, "2025-01-09T14:00"],
    ]);
    expect(await heldIn("2025-01-15")).toEqual([[morning, true, "2025-01-15T14:00"]]);
  });

  it("names time off and holidays, and closes their hours", async () => {
    const { superuser } = testDatabase();
    await superuser.query(
      "INSERT INTO time_off (doctor_id, starts_at, ends_at, reason) VALUES ($1, '2025-02-03T17:00Z', '2025-02-04T15:00Z', 'Course')",
      [doctor.doctorId],
    );
    await superuser.query(
      "INSERT INTO clinic_holidays (clinic_id, day, name) VALUES ($1, '2025-02-05', 'Founders')",
      [doctor.clinicId],
    );
    const { columns } = await getCalendar(doctor.actor, ask({ date: "2025-02-03" }), now);
    expect(columns[0]?.days.slice(0, 4)).toEqual([
      {
        day: "2025-02-03",
        away: [{ kind: "time_off", start: 720, end: 1440, label: "Course" }],
        open: [{ start: 540, end: 720 }],
      },
      {
        day: "2025-02-04",
        away: [{ kind: "time_off", start: 0, end: 600, label: "Course" }],
        open: [{ start: 600, end: 1020 }],
      },
      {
        day: "2025-02-05",
        away: [{ kind: "holiday", start: 0, end: 1440, label: "Founders" }],
        open: [],
      },
      { day: "2025-02-06", away: [], open: [{ start: 540, end: 1020 }] },
    ]);
  });

  it("holds all of the day on which the clocks change, and nothing of the next", async () => {
    // New York, 2025-03-09: 23 hours; midnight is at 05:00Z, the next one at 04:00Z.
    await overbook(doctor, "2025-03-09T04:30:00Z");
    const first = await overbook(doctor, "2025-03-09T05:00:00Z");
    const last = await overbook(doctor, "2025-03-10T03:30:00Z");
    await overbook(doctor, "2025-03-10T04:00:00Z");
    const sunday = ask({ view: "day", date: "2025-03-09" });
    const { entries } = await getCalendar(doctor.actor, sunday, now);
    expect(entries.map(({ appointment, from }) => [appointment.id, from])).toEqual([
      [first, "2025-03-09T00:00"],
      [last, "2025-03-09T23:30"],
    ]);
  });
});
