import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous, type UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { disconnect } from "../db.ts";
import { makeCareWorld, now, watchTrail, type CareWorld } from "../testing/care.ts";
import { testDatabase } from "../testing/database.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { makeDoctor, makePatient } from "../testing/people.ts";
import { addEntry, changeEntry, removeEntry, restoreEntry } from "./commands.ts";
import { getHistory, listHistory } from "./queries.ts";
import { MAX_ENTRIES, MAX_KEPT_ENTRIES } from "./rules.ts";
import { entryChangeSchema, entrySchema } from "./schema.ts";

let world: CareWorld;
beforeAll(async () => {
  world = await makeCareWorld();
});
afterAll(disconnect);

const ALLERGY = { kind: "allergy", name: "Canary seed", note: "Hives canary", since: "2019-05" };
const add = (actor: UserActor, input: object = ALLERGY) =>
  addEntry(actor, world.patientId, entrySchema.parse(input), { now });
const change = (actor: UserActor, id: string, input: object, expectedVersion?: number) =>
  changeEntry(actor, world.patientId, id, entryChangeSchema.parse(input), { now, expectedVersion });
const remove = (actor: UserActor, id: string, expectedVersion?: number) =>
  removeEntry(actor, world.patientId, id, { now, expectedVersion });
const read = (actor: UserActor) => getHistory(actor, world.patientId);
const ids = async (actor = world.patient) =>
  Object.values((await read(actor)).entries)
    .flat()
    .map(({ id }) => id);
const stored = async (id: string) => {
  const { rows } = await testDatabase().superuser.query<Record<string, unknown>>(
    "SELECT * FROM history_entries WHERE id = $1",
    [id],
  );
  return rows[0];
};

describe("adding", () => {
  it("is the patient's, in their own words", async () => {
    const entry = await add(world.patient, { ...ALLERGY, source: "practitioner" });
    expect(entry).toMatchObject({
      ...ALLERGY,
      ...{ until: null, source: "patient", recordedBy: null, version: 1 },
      permits: { change: true },
    });
    const { entries, permits, patient } = await read(world.patient);
    expect(entries.allergy).toContainEqual(entry);
    expect(permits).toEqual({ add: true });
    expect(patient).toEqual({ id: world.patientId, name: "Pat Test" });
  });

  it("is the treating doctor's, who says where it comes from", async () => {
    const own = await add(world.treating, { ...ALLERGY, source: "document" });
    expect(own).toMatchObject({
      ...{ source: "document", recordedBy: "Dr. Test" },
      permits: { change: false },
    });
    expect(await add(world.treating)).toMatchObject({ source: "practitioner" });
    expect((await read(world.treating)).permits).toEqual({ add: true });
    expect((await read(world.patient)).entries.allergy.find(({ id }) => id === own.id)).toEqual(
      own,
    );
  });

  it("is nobody else's", async () => {
    const before = await ids();
    const { asked, canceled, stranger, outsider, late, disabled, emergency, admin } = world;
    for (const actor of [asked, canceled, stranger, outsider, late, disabled]) {
      await expect(add(actor)).rejects.toMatchObject({ code: "not_found" });
    }
    for (const actor of [emergency, admin]) {
      expect((await read(actor)).permits).toEqual({ add: false });
      await expect(add(actor)).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await ids()).toEqual(before);
  });

  it("needs dates that can be", async () => {
    for (const [dates, issue] of [
      [{ since: "2026" }, { path: "since", message: "future" }],
      [
        { since: "2019", until: "2018-12" },
        { path: "until", message: "order" },
      ],
    ] as const) {
      await expect(add(world.patient, { ...ALLERGY, ...dates })).rejects.toMatchObject({
        code: "invalid",
        detail: { issues: [issue] },
      });
    }
  });
});

describe("reading", () => {
  it("is the patient's, the treating doctor's, in an emergency, and an admin's", async () => {
    const known = await ids();
    expect(known.length).toBeGreaterThan(0);
    for (const actor of [world.treating, world.emergency, world.admin]) {
      expect(await ids(actor)).toEqual(known);
    }
    const { asked, canceled, stranger, outsider, late, disabled } = world;
    for (const actor of [asked, canceled, stranger, outsider, late, disabled]) {
      await expect(read(actor)).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(getHistory(anonymous, world.patientId)).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("by others is noted, with its purpose", async () => {
    const trail = await watchTrail(world.patientId);
    for (const who of ["patient", "treating", "emergency", "admin"] as const)
      await read(world[who]);
    const notes = (await trail()).map(({ action, detail }) => [action, detail["purpose"]]);
    expect(notes).toEqual(
      ["treatment", "emergency", "oversight"].map((purpose) => ["history.read", purpose]),
    );
  });
});

describe("changing", () => {
  it("is the patient's, of what they entered", async () => {
    const { id } = await add(world.patient);
    const changed = await change(world.patient, id, { name: "Canary", until: "2020", note: null });
    expect(changed).toMatchObject({
      ...{ id, version: 2, kind: "allergy", name: "Canary", note: null },
      ...{ since: "2019-05", until: "2020" },
    });
    // What is left out counts as well.
    await expect(change(world.patient, id, { since: "2021" })).rejects.toMatchObject({
      detail: { issues: [{ path: "until", message: "order" }] },
    });
  });

  it("is nobody else's, and changes nothing", async () => {
    const { id } = await add(world.patient);
    const theirs = await add(world.treating);
    const before = [await stored(id), await stored(theirs.id)];
    for (const attempt of [
      (actor: UserActor, of: string) => change(actor, of, { name: "x" }),
      (actor: UserActor, of: string) => remove(actor, of),
    ]) {
      await expect(attempt(world.patient, theirs.id)).rejects.toMatchObject({ code: "forbidden" });
      for (const actor of [world.treating, world.stranger, world.admin]) {
        await expect(attempt(actor, id)).rejects.toMatchObject({ code: "forbidden" });
      }
      await expect(attempt(world.outsider, id)).rejects.toMatchObject({ code: "not_found" });
      await expect(attempt(world.patient, world.patientId)).rejects.toMatchObject({
        code: "not_found",
      });
    }
    // Under the own id, an entry of somebody else does not exist.
    const { patientId } = world.outsider;
    await expect(
      changeEntry(world.outsider, patientId ?? "", id, { name: "x" }, { now }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect([await stored(id), await stored(theirs.id)]).toEqual(before);
  });

  it("is refused on top of a change that was not seen", async () => {
    const { id } = await add(world.patient);
    await change(world.patient, id, { name: "Second" }, 1);
    for (const attempt of [
      () => change(world.patient, id, { name: "Third" }, 1),
      () => remove(world.patient, id, 1),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "stale_version" });
    }
    expect(await ids()).toContain(id);
  });
});

describe("taking out", () => {
  it("is undone by whoever did it, and by nobody else", async () => {
    const { id } = await add(world.patient);
    await remove(world.patient, id, 1);
    expect(await ids()).not.toContain(id);
    expect(await ids(world.treating)).not.toContain(id);
    expect(await stored(id)).toMatchObject({ removed_at: now });
    await expect(change(world.patient, id, { name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    for (const actor of [world.treating, world.admin]) {
      await expect(restoreEntry(actor, id, { now })).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(restoreEntry(world.outsider, id, { now })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await ids()).not.toContain(id);
    await restoreEntry(world.patient, id, { now });
    expect(await ids()).toContain(id);
    await expect(restoreEntry(world.patient, id, { now })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

it("leaves word of every write, and its words encrypted alone", async () => {
  const trail = await watchTrail(world.patientId);
  const { id } = await add(world.patient);
  await change(world.patient, id, { note: "Another canary" });
  await remove(world.patient, id);
  const rows = await trail();
  expect(rows).toMatchObject([
    { action: "history_entries.insert", actor_id: world.patient.userId },
    { action: "history_entries.update" },
    { action: "history_entries.update", detail: { changed: ["removed_at"] } },
  ]);
  expect(JSON.stringify([rows, await stored(id)])).not.toMatch(/canary/i);
});

describe("a long history", () => {
  it("is listed page by page, in the order in which it was entered", async () => {
    const { actor, patientId } = await makePatient();
    const names = ["One", "Two", "Three", "Four", "Five"];
    for (const name of names) {
      await addEntry(actor, patientId, { kind: "condition", name }, { now });
    }
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listHistory(actor, patientId, { cursor, limit: 2 });
      expect(page.items.length).toBeLessThanOrEqual(2);
      listed.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(listed).toEqual(names);
  });

  it.each([
    ["current", MAX_ENTRIES, "NULL", "too_many_entries"],
    ["kept", MAX_KEPT_ENTRIES, "now()", "too_many_changes"],
  ])(
    "has a maximum number of %s entries by the patient",
    async (_what, most, removedAt, message) => {
      const { actor, patientId } = await makePatient();
      const fill = (count: number) =>
        testDatabase().superuser.query(
          `INSERT INTO history_entries (id, patient_id, kind, name, source, recorded_by, removed_at)
         SELECT gen_random_uuid(), $1, 'condition', $2, 'patient', $3, ${removedAt}
         FROM generate_series(1, $4)`,
          [patientId, someCiphertext, actor.userId, count],
        );
      const addOne = () =>
        addEntry(actor, patientId, { kind: "condition", name: "Asthma" }, { now });
      await fill(most - 1);
      const last = await addOne();
      await expect(addOne()).rejects.toMatchObject({
        code: "invalid",
        detail: { issues: [{ path: "name", message }] },
      });
      expect(last.name).toBe("Asthma");
      // The doctor's word is not kept out.
      const { actor: doctor, doctorId } = await makeDoctor();
      const startsAt = new Date("2025-01-08T14:00:00Z");
      const { id } = await bookAppointment(actor, { doctorId, startsAt }, { now });
      await changeStatus(doctor, id, "approve", { now });
      await addEntry(doctor, patientId, { kind: "allergy", name: "Latex" }, { now });
    },
  );
});
