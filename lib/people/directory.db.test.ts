import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { getDoctorWeek, searchDirectory } from "./queries.ts";
import { doctorFilterSchema } from "./schema.ts";

// A Monday; 12:00Z is 07:00 in New York.
const now = new Date("2025-01-06T12:00:00Z");
let doctor: TestDoctor;

beforeAll(async () => {
  doctor = await makeDoctor();
  for (const name of ["Dr. Tomás Núñez", "Dr. Zoë 100% Weiß", "Dr. Unverified"]) {
    const { doctorId } = await makeDoctor({ hours: [[2, 540, 600]] });
    await testDatabase().superuser.query(
      "UPDATE doctors SET full_name = $2, verified_at = CASE WHEN $2 LIKE '%Unverified' THEN NULL ELSE verified_at END WHERE id = $1",
      [doctorId, name],
    );
  }
});
afterAll(disconnect);

const search = async (query: Record<string, string>) =>
  (await searchDirectory(anonymous, doctorFilterSchema.parse(query), now)).page;
const names = async (query: Record<string, string>) =>
  (await search(query)).items.map(({ name }) => name);

describe("the directory", () => {
  it("shows those who are verified, by name, with the next free time", async () => {
    expect((await search({})).items).toMatchObject([
      // Two hours' notice: 09:00 is just far enough.
      { name: "Dr. Test", nextFreeAt: "2025-01-06T14:00:00.000Z" },
      { name: "Dr. Tomás Núñez", nextFreeAt: "2025-01-07T14:00:00.000Z" },
      { name: "Dr. Zoë 100% Weiß", nextFreeAt: "2025-01-07T14:00:00.000Z" },
    ]);
  });

  it("finds names without their accents and in any order, and takes signs as they are", async () => {
    expect(await names({ q: "nunez TOMAS" })).toEqual(["Dr. Tomás Núñez"]);
    expect(await names({ q: "zoe 100%" })).toEqual(["Dr. Zoë 100% Weiß"]);
    expect(await names({ q: "t%t" })).toEqual([]);
    expect(await names({ q: "d_" })).toEqual([]);
  });

  it("finds who speaks a language, in its variants as well", async () => {
    const speak = (name: string, languages: string[]) =>
      testDatabase().superuser.query("UPDATE doctors SET languages = $2 WHERE full_name = $1", [
        name,
        languages,
      ]);
    await speak("Dr. Tomás Núñez", ["es", "de-AT", "ase"]);
    await speak("Dr. Zoë 100% Weiß", ["de", "Plattdüütsch"]);
    await speak("Dr. Unverified", ["fr"]);
    const { choices } = await searchDirectory(anonymous, doctorFilterSchema.parse({}), now);
    expect(choices.languages).toEqual(["Plattdüütsch", "ase", "de", "de-AT", "es"]);
    const both = ["Dr. Tomás Núñez", "Dr. Zoë 100% Weiß"];
    for (const language of ["de", "DE", "German", "Deutsch"]) {
      expect(await names({ language })).toEqual(both);
    }
    for (const language of ["de-AT", "ase", "American Sign Language", "sgn-US"]) {
      expect(await names({ language })).toEqual(["Dr. Tomás Núñez"]);
    }
    expect(await names({ language: "Plattdüütsch" })).toEqual(["Dr. Zoë 100% Weiß"]);
    for (const language of ["d", "fr", "de-CH", "x"]) expect(await names({ language })).toEqual([]);
  });

  it("finds who is free on a day", async () => {
    expect(await names({ day: "2025-01-08" })).toEqual(["Dr. Test"]);
    expect(await names({ day: "2025-01-07" })).toHaveLength(3);
  });

  it("goes on where a page ended", async () => {
    const first = await search({ limit: "2" });
    expect(first.items).toHaveLength(2);
    expect(await names({ limit: "2", cursor: first.nextCursor ?? "" })).toEqual([
      "Dr. Zoë 100% Weiß",
    ]);
    await expect(search({ cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("a profile", () => {
  const week = (day?: string) => getDoctorWeek(anonymous, doctor.doctorId, { day }, now);

  it("has the week that holds a day, and what is free in it, however far", async () => {
    const near = await week();
    expect(near.week.range).toEqual({ from: "2025-01-06", to: "2025-01-12" });
    expect(near.slots?.slots).toHaveLength(7 * 16);
    const far = await week("2025-06-12");
    expect(far.week.range).toEqual({ from: "2025-06-09", to: "2025-06-15" });
    const patient = (await makePatient()).actor;
    const startsAt = new Date("2025-06-11T13:00:00Z");
    await bookAppointment(patient, { doctorId: doctor.doctorId, startsAt }, { now });
    const after = await week("2025-06-12");
    expect((far.slots?.slots.length ?? 0) - (after.slots?.slots.length ?? 0)).toBe(1);
  });

  it("does not exist for nobody, and for who is not verified", async () => {
    const { rows } = await testDatabase().superuser.query<{ id: string }>(
      "SELECT id FROM doctors WHERE verified_at IS NULL",
    );
    for (const id of ["nobody", "00000000-0000-7000-8000-000000000000", rows[0]?.id ?? ""]) {
      await expect(getDoctorWeek(anonymous, id, {}, now)).rejects.toMatchObject({
        code: "not_found",
      });
    }
  });
});
