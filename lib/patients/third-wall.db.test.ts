import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { addEntry } from "../history/commands.ts";
import { makeCareWorld, now, type CareWorld } from "../testing/care.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { rawAs } from "../testing/raw.ts";
import { updateProfile } from "./commands.ts";

// The third wall alone: raw SQL as the application's login. Fails without the policies of
// patient_profiles and history_entries.

let world: CareWorld;
let own: string;
let theirs: string;

beforeAll(async () => {
  world = await makeCareWorld();
  await updateProfile(world.patient, world.patientId, { phone: "123456" }, { now });
  const input = { kind: "allergy", name: "Nuts" } as const;
  own = (await addEntry(world.patient, world.patientId, input, { now })).id;
  theirs = (await addEntry(world.treating, world.patientId, input, { now })).id;
});
afterAll(disconnect);

const profile = () => `SELECT FROM patient_profiles WHERE patient_id = '${world.patientId}'`;
const history = () => `SELECT FROM history_entries WHERE patient_id = '${world.patientId}'`;
const rename = (id: string) =>
  `UPDATE history_entries SET name = '${someCiphertext}', version = version + 1 WHERE id = '${id}'`;
const entry = (recordedBy: UserActor, source: string) =>
  `INSERT INTO history_entries (patient_id, kind, name, source, recorded_by)
   VALUES ('${world.patientId}', 'condition', '${someCiphertext}', '${source}', '${recordedBy.userId}')`;
const count = async (actor: UserActor, statement: string) =>
  (await rawAs(actor, statement)).rowCount;

it("shows a profile and a history to those in whose care the patient is", async () => {
  for (const actor of [world.patient, world.treating, world.emergency, world.admin]) {
    expect(await count(actor, profile())).toBe(1);
    expect(await count(actor, history())).toBe(2);
  }
  const { asked, canceled, stranger, outsider, late, disabled } = world;
  for (const actor of [asked, canceled, stranger, outsider, late, disabled]) {
    expect(await count(actor, profile())).toBe(0);
    expect(await count(actor, history())).toBe(0);
  }
});

it("lets the patient and admins change a profile, and nobody take one over", async () => {
  const change = `UPDATE patient_profiles SET phone = '999999' WHERE patient_id = '${world.patientId}'`;
  for (const actor of [world.patient, world.admin]) expect(await count(actor, change)).toBe(1);
  for (const actor of [world.treating, world.emergency, world.stranger, world.outsider]) {
    expect(await count(actor, change)).toBe(0);
  }
  const insert = `INSERT INTO patient_profiles (patient_id) VALUES ('${world.patientId}')`;
  for (const actor of [world.treating, world.outsider]) {
    await expect(rawAs(actor, insert)).rejects.toMatchObject({ code: "42501" });
  }
});

it("takes entries from the patient and who treats them, each in their own name", async () => {
  const refused = { code: "42501" };
  const { patient, treating, emergency, stranger, admin, disabled } = world;
  await expect(rawAs(patient, entry(patient, "practitioner"))).rejects.toMatchObject(refused);
  await expect(rawAs(patient, entry(treating, "patient"))).rejects.toMatchObject(refused);
  await expect(rawAs(treating, entry(patient, "patient"))).rejects.toMatchObject(refused);
  for (const actor of [emergency, stranger, admin, disabled]) {
    await expect(rawAs(actor, entry(actor, "practitioner"))).rejects.toMatchObject(refused);
  }
});

it("lets the patient alone change, and only what they entered", async () => {
  expect(await count(world.patient, rename(own))).toBe(1);
  expect(await count(world.patient, rename(theirs))).toBe(0);
  for (const actor of [world.treating, world.emergency, world.admin, world.outsider]) {
    expect(await count(actor, rename(own))).toBe(0);
    expect(await count(actor, rename(theirs))).toBe(0);
  }
  const { patient } = world;
  for (const forged of [
    `DELETE FROM history_entries WHERE id = '${own}'`,
    `UPDATE history_entries SET source = 'document' WHERE id = '${own}'`,
    `UPDATE history_entries SET recorded_by = '${world.treating.userId}' WHERE id = '${own}'`,
  ]) {
    await expect(rawAs(patient, forged)).rejects.toMatchObject({ code: "42501" });
  }
});
