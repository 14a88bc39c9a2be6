import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { proposeTimes } from "../appointments/propose.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { listSlots } from "./queries.ts";
import { partOf } from "./rules.ts";
import { slotSearchSchema, slotsSchema } from "./schema.ts";
import { searchSlots } from "./search.ts";

// A Friday; 16:00Z is 11:00 in New York and 17:00 in Berlin.
const now = new Date("2025-01-03T16:00:00Z");
const NIGHTS: [number, number, number][] = [5, 6, 7, 1].map((day) => [day, 1320, 1800]);
const doctors: TestDoctor[] = [];

beforeAll(async () => {
  for (const [timeZone, hours, bufferAfterMinutes] of [
    ["America/New_York", undefined, 10],
    ["Europe/Berlin", undefined, 0],
    ["America/New_York", NIGHTS, 0],
    ["Europe/Berlin", NIGHTS, 15],
    ["Europe/Berlin", [[3, 1020, 1200]], 0],
  ] as const) {
    const shape = hours ? { hours: hours.map(([...block]) => block) } : {};
    doctors.push(await makeDoctor({ timeZone, bufferAfterMinutes, ...shape }));
  }
  const { superuser } = testDatabase();
  await superuser.query("UPDATE doctors SET specialization = 'neurology' WHERE id = $1", [idOf(1)]);
  await superuser.query(
    "INSERT INTO time_off (doctor_id, starts_at, ends_at) VALUES ($1, '2025-01-04T15:00Z', '2025-01-05T20:00Z')",
    [idOf(0)],
  );
  await superuser.query(
    "INSERT INTO clinic_holidays (clinic_id, day, name) VALUES ($1, '2025-01-06', 'Epiphany')",
    [doctors[1]?.clinicId],
  );
  await occupy();
});
afterAll(disconnect);

const idOf = (number: number): string => doctors[number]?.doctorId ?? "";

/** Visits near every border of a stretch, and other times that are held for one of them. */
async function occupy(): Promise<void> {
  for (const [number, startsAt] of [
    [0, "2025-01-03T19:00Z"],
    [1, "2025-01-04T14:30Z"],
    [2, "2025-01-04T06:00Z"],
    [3, "2025-01-03T23:30Z"],
    [3, "2025-01-06T22:00Z"],
    [1, "2025-01-08T15:30Z"],
    [0, "2025-01-20T14:00Z"],
  ] as const) {
    const { actor } = await makePatient();
    const input = { doctorId: idOf(number), startsAt: new Date(startsAt) };
    const { id } = await bookAppointment(actor, input, { now });
    const doctor = doctors[number]?.actor;
    if (startsAt !== "2025-01-04T14:30Z" || !doctor) continue;
    const held = ["2025-01-04T15:00Z", "2025-01-08T08:00Z"].map((at) => new Date(at));
    await proposeTimes(doctor, id, held, { now });
  }
}

const search = (query: Record<string, string | number>, at = now) =>
  searchSlots(anonymous, slotSearchSchema.parse(query), at);

/** Page after page, as whoever wants all of them reads them. */
async function allOf(query: Record<string, string | number>): Promise<string[]> {
  const all: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page = await search({ ...query, cursor });
    all.push(...page.items.map(({ startsAt, doctor }) => `${startsAt} ${doctor.id}`));
    cursor = page.nextCursor;
  }
  return all;
}

/** The same by asking for each practitioner's free times and sorting. */
async function bruteForce(
  of: readonly TestDoctor[],
  { from, to, part }: { from: string; to: string; part?: string },
): Promise<string[]> {
  const found: string[] = [];
  for (const { doctorId } of of) {
    const { slots } = await listSlots(anonymous, doctorId, slotsSchema.parse({ from, to }), now);
    for (const { startsAt, time } of slots) {
      if (part === undefined || partOf(time) === part) found.push(`${startsAt} ${doctorId}`);
    }
  }
  return found.sort();
}

describe("the search across practitioners", () => {
  it.each([
    { from: "2025-01-03", to: "2025-01-16" },
    { from: "2025-01-06", to: "2025-01-06" },
    { from: "2025-01-05", to: "2025-02-20" },
    { from: "2025-01-03", to: "2025-01-12", part: "morning" },
    { from: "2025-01-03", to: "2025-01-12", part: "afternoon" },
    { from: "2025-01-03", to: "2025-01-30", part: "evening" },
  ])("finds exactly what asking everybody does: $from to $to, $part", async (asked) => {
    const expected = await bruteForce(doctors, asked);
    expect(expected.length).toBeGreaterThan(3);
    for (const limit of [23, 100]) expect(await allOf({ ...asked, limit })).toEqual(expected);
  });

  it("begins today, wherever that is, and looks two weeks ahead", async () => {
    const asked = { from: "2025-01-03", to: "2025-01-16" };
    expect(await allOf({ limit: 100 })).toEqual(await bruteForce(doctors, asked));
  });

  it("narrows to a specialization, a clinic and a practitioner", async () => {
    const asked = { from: "2025-01-03", to: "2025-01-16" };
    const second = await bruteForce(doctors.slice(1, 2), asked);
    const clinic = doctors[1]?.clinicId ?? "";
    for (const narrow of [{ specialization: "neurology" }, { clinic }, { doctor: idOf(1) }]) {
      expect(await allOf({ ...narrow, limit: 100 })).toEqual(second);
    }
    expect(await allOf({ specialization: "urology" })).toEqual([]);
  });

  it("says where and for what", async () => {
    const { items } = await search({ doctor: idOf(4), limit: 1 });
    expect(items).toEqual([
      {
        startsAt: "2025-01-08T16:00:00.000Z",
        endsAt: "2025-01-08T16:30:00.000Z",
        date: "2025-01-08",
        time: "17:00",
        doctor: { id: idOf(4), name: "Dr. Test", specialization: "cardiology" },
        clinic: { id: doctors[4]?.clinicId, name: "Clinic", timeZone: "Europe/Berlin" },
        visitType: { id: doctors[4]?.visitTypeId, name: "Visit", minutes: 30 },
      },
    ]);
  });

  it("offers what can be booked", async () => {
    const { items } = await search({ limit: 100 });
    for (const { startsAt, doctor } of [items[0], items.at(-1)].flatMap((slot) => slot ?? [])) {
      const { actor } = await makePatient();
      const input = { doctorId: doctor.id, startsAt: new Date(startsAt) };
      await expect(bookAppointment(actor, input, { now })).resolves.toMatchObject({ startsAt });
    }
  });

  it("refuses what no answer gave, days out of order, and too many of them", async () => {
    await expect(search({ cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid" });
    await expect(search({ to: "2025-06-01" })).rejects.toMatchObject({ code: "invalid" });
    const asked = (from: string, to: string) => slotSearchSchema.safeParse({ from, to }).success;
    expect(asked("2025-01-02", "2025-01-01")).toBe(false);
    expect(asked("2025-01-01", "2025-03-04")).toBe(false);
    expect(asked("2025-01-01", "2025-03-03")).toBe(true);
    expect((await search({ from: "2020-01-01", to: "2020-01-02" })).items).toEqual([]);
  });
});
