import { beforeEach, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { asActor } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { at, now, openPractice, world } from "../testing/practice.ts";
import { confirmedVisit, write } from "../testing/records.ts";
import { amendRecord } from "./commands.ts";
import { findDraft } from "./draft-rows.ts";
import { dropDraft, saveDraft } from "./drafts.ts";

openPractice();
let visit: string;
const patientId = () => world.patient.patientId ?? "";
const load = (actor: UserActor, subject: string) =>
  asActor(actor, (tx) => findDraft(tx, actor, subject));
beforeEach(async () => {
  visit = await confirmedVisit();
});

it("keeps the last state for its author alone, encrypted", async () => {
  const subject = { id: visit, patientId: patientId(), version: 2 };
  const saved = await saveDraft(world.doctor.actor, subject, { diagnosis: "Canary begun" }, at(8));
  // In which the page says when.
  expect(saved).toEqual({ timeZone: "America/New_York" });
  await saveDraft(world.doctor.actor, subject, { diagnosis: "Canary gone on" }, at(8, 5));
  expect(await load(world.doctor.actor, visit)).toEqual({
    fields: { diagnosis: "Canary gone on" },
    savedAt: at(8, 5).toISOString(),
    version: 2,
  });
  for (const other of [world.stranger.actor, world.patient, world.admin]) {
    expect(await load(other, visit)).toBeNull();
  }
  const { rows } = await testDatabase().superuser.query("SELECT content FROM record_drafts");
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain("anary");
});

it("is refused to whoever does not treat the patient", async () => {
  const subject = { id: patientId(), patientId: patientId() };
  await expect(saveDraft(world.stranger.actor, subject, {}, now)).rejects.toMatchObject({
    code: "not_found",
  });
  for (const other of [world.patient, world.admin]) {
    await expect(saveDraft(other, subject, {}, now)).rejects.toMatchObject({ code: "forbidden" });
  }
});

it("goes when the record is written, when it is changed, and when it is thrown away", async () => {
  const about = (id: string) => ({ id, patientId: patientId() });
  await saveDraft(world.doctor.actor, about(visit), { notes: "a" }, at(8));
  const { id } = await write({ appointmentId: visit }, at(8, 10));
  expect(await load(world.doctor.actor, visit)).toBeNull();
  await saveDraft(world.doctor.actor, about(id), { notes: "b" }, now);
  await amendRecord(world.doctor.actor, id, { notes: "b" }, { now });
  expect(await load(world.doctor.actor, id)).toBeNull();
  await saveDraft(world.doctor.actor, about(patientId()), { notes: "c" }, now);
  await dropDraft(world.doctor.actor, patientId());
  expect(await load(world.doctor.actor, patientId())).toBeNull();
});
