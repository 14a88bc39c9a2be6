import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { supply } from "../env.ts";
import { addEntry, changeEntry, removeEntry, restoreEntry } from "../history/commands.ts";
import { getHistory } from "../history/queries.ts";
import { makeCareWorld, now, type CareWorld } from "../testing/care.ts";
import { testDatabase } from "../testing/database.ts";
import { updateProfile } from "./commands.ts";
import { listPatients, listProfiles } from "./lists.ts";
import { getProfile, revealInsuranceNumber } from "./queries.ts";
import { patientFilterSchema } from "./schema.ts";

// The second wall alone: the application connected as a superuser, so that row level security lets
// everything pass. Fails without careScope in lib/access/care.ts and in rows.ts of patients and
// history, treatedScope in lists.ts, and patientsOf in restoreEntry.

let world: CareWorld;
let id: string;
const input = { kind: "allergy", name: "Nuts" } as const;

beforeAll(async () => {
  supply({ DATABASE_URL: testDatabase().superuserUrl });
  world = await makeCareWorld();
  const insurance = { provider: "Some", number: "K123456" };
  await updateProfile(world.patient, world.patientId, { insurance }, { now });
  id = (await addEntry(world.patient, world.patientId, input, { now })).id;
});
afterAll(disconnect);

it("keeps everybody out who has nothing to do with the patient", async () => {
  const { patientId } = world;
  const attempts = (actor: UserActor) => [
    () => getProfile(actor, patientId, now),
    () => revealInsuranceNumber(actor, patientId),
    () => getHistory(actor, patientId),
    () => addEntry(actor, patientId, input, { now }),
    ...(actor.role === "patient"
      ? [
          () => updateProfile(actor, patientId, { phone: "666666" }, { now }),
          () => changeEntry(actor, patientId, id, { name: "x" }, { now }),
          () => removeEntry(actor, patientId, id, { now }),
          () => restoreEntry(actor, id, { now }),
        ]
      : []),
  ];
  const { asked, canceled, stranger, outsider, late } = world;
  for (const actor of [asked, canceled, stranger, outsider, late]) {
    for (const attempt of attempts(actor)) {
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    }
  }
  expect(await getProfile(world.patient, patientId, now)).toMatchObject({
    version: 2,
    phone: null,
  });
  const { entries } = await getHistory(world.patient, patientId);
  expect(entries.allergy).toMatchObject([{ id, name: "Nuts", version: 1 }]);
});

it("lists only those whom a doctor treats", async () => {
  const filter = patientFilterSchema.parse({});
  const { asked, canceled, stranger, emergency, treating } = world;
  for (const list of [listPatients, listProfiles]) {
    for (const actor of [asked, canceled, stranger, emergency]) {
      expect((await list(actor, filter, now)).items).toEqual([]);
    }
    expect((await list(treating, filter, now)).items).toHaveLength(1);
  }
});
