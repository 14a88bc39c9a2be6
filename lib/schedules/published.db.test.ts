import { expect, it } from "vitest";
import { anonymous } from "../access/actor.ts";
import { testDatabase } from "../testing/database.ts";
import { at, now, openPractice, weekdays, world } from "../testing/practice.ts";
import { replaceWorkingHours } from "./hours.ts";
import { getVisitTypes, getWorkingHours } from "./published.ts";
import { getSchedule } from "./queries.ts";
import { addTimeOff, removeTimeOff } from "./time-off.ts";

openPractice();

it("tells hours and visit types to patients and to the doctor, and no other doctor", async () => {
  const { doctor, stranger, patient, admin } = world;
  await replaceWorkingHours(doctor.actor, doctor.doctorId, weekdays("08:00", "12:00"), { now });
  for (const actor of [patient, doctor.actor, admin]) {
    const { blocks, version } = await getWorkingHours(actor, doctor.doctorId);
    expect(blocks).toHaveLength(5);
    expect(blocks[0]).toMatchObject({ weekday: 1, from: "08:00", to: "12:00" });
    const { visitTypes } = await getVisitTypes(actor, doctor.doctorId.toUpperCase());
    expect(visitTypes[0]).toMatchObject({ bookableOnline: true });
    expect((await getSchedule(admin, doctor.doctorId, now)).version).toBe(version);
  }
  for (const id of [doctor.doctorId, "x"]) {
    await expect(getWorkingHours(stranger.actor, id)).rejects.toMatchObject({ code: "not_found" });
  }
  await expect(getVisitTypes(anonymous, doctor.doctorId)).rejects.toMatchObject({
    code: "unauthenticated",
  });
});

it("tells patients nothing of whom nobody has verified", async () => {
  const { doctor, patient } = world;
  await testDatabase().superuser.query("UPDATE doctors SET verified_at = NULL WHERE id = $1", [
    doctor.doctorId,
  ]);
  await expect(getWorkingHours(patient, doctor.doctorId)).rejects.toMatchObject({
    code: "not_found",
  });
});

it("names an absence that was added, by which it is taken back", async () => {
  const { doctor } = world;
  const away = { startsAt: at(8), endsAt: at(9), reason: null };
  const { id } = await addTimeOff(doctor.actor, doctor.doctorId, away, { now });
  const listed = async () => (await getSchedule(doctor.actor, doctor.doctorId, now)).timeOff;
  expect((await listed()).map((each) => each.id)).toEqual([id]);
  await removeTimeOff(doctor.actor, doctor.doctorId, id, { now });
  expect(await listed()).toEqual([]);
});
