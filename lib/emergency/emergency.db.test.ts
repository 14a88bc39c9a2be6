import { beforeEach, expect, it } from "vitest";
import { listAccess } from "../access-log/queries.ts";
import { amendRecord, writeRecord } from "../records/commands.ts";
import { getRecord, listRecords } from "../records/queries.ts";
import { testDatabase } from "../testing/database.ts";
import { rawAs } from "../testing/raw.ts";
import { day, now, openPractice, world } from "../testing/practice.ts";
import { confirmedVisit, recordInput, write } from "../testing/records.ts";
import { makeDoctor, makePatient } from "../testing/people.ts";
import { openEmergencyAccess, openEmergencyAccessByName } from "./commands.ts";
import { listOpenAccesses } from "./queries.ts";

openPractice();
let recordId: string;
const patientId = () => world.patient.patientId ?? "";
const list = { cursor: undefined, limit: 20 };
beforeEach(async () => {
  await confirmedVisit();
  recordId = (await write()).id;
});

it("opens the records for an hour, for reading alone, and the patient sees who and why", async () => {
  const { actor } = world.stranger;
  await expect(getRecord(actor, recordId)).rejects.toMatchObject({ code: "not_found" });
  const { expiresAt } = await openEmergencyAccess(actor, patientId(), "Unconscious, canary");
  const { rows } = await testDatabase().superuser.query<{ left: number; reason: string }>(
    "SELECT extract(epoch FROM $1::timestamptz - granted_at)::int / 60 AS left, reason FROM emergency_accesses",
    [expiresAt],
  );
  expect(rows).toMatchObject([{ left: 60 }]);
  expect(rows[0]?.reason).not.toContain("canary");

  expect(await getRecord(actor, recordId)).toMatchObject({ purpose: "emergency" });
  await expect(amendRecord(actor, recordId, { notes: "x" }, { now })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(writeRecord(actor, patientId(), recordInput(), { now })).rejects.toMatchObject({
    code: "forbidden",
  });

  const { items } = await listAccess(world.patient, patientId(), { limit: 5 });
  expect(items).toMatchObject([
    { action: "access.refused" },
    { action: "access.refused" },
    { action: "record.read", purpose: "emergency", recordId, reason: "Unconscious, canary" },
    { action: "emergency_accesses.insert", reason: "Unconscious, canary", who: { role: "doctor" } },
    { action: "access.refused", who: { role: "doctor" } },
  ]);
});

it("ends by itself, whatever the application says", async () => {
  const { actor } = world.stranger;
  await openEmergencyAccess(actor, patientId(), "Unconscious");
  await testDatabase().superuser.query(
    "UPDATE emergency_accesses SET granted_at = now() - interval '61 minutes', expires_at = now() - interval '1 minute'",
  );
  await expect(listRecords(actor, patientId(), list)).rejects.toMatchObject({ code: "not_found" });
  await expect(getRecord(actor, recordId)).rejects.toMatchObject({ code: "not_found" });
});

it("is for doctors alone, and about somebody who exists", async () => {
  for (const other of [world.patient, world.admin]) {
    await expect(openEmergencyAccess(other, patientId(), "x")).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  const nobody = "00000000-0000-7000-8000-000000000000";
  await expect(openEmergencyAccess(world.stranger.actor, nobody, "x")).rejects.toMatchObject({
    code: "not_found",
  });
});

it("finds somebody by the exact name and date of birth alone", async () => {
  const { actor } = world.stranger;
  await testDatabase().superuser.query(
    "UPDATE patients SET full_name = 'Jonas Krüger', date_of_birth = '1985-02-14' WHERE id = $1",
    [patientId()],
  );
  const open = (name: string, dateOfBirth: string, patient?: string) => {
    const form = { name, dateOfBirth: day(dateOfBirth), reason: "Fell", patient };
    return openEmergencyAccessByName(actor, form);
  };
  for (const [name, born] of [
    ["Jonas", "1985-02-14"],
    ["Jonas Krüger", "1985-02-15"],
    ["%", "1985-02-14"],
  ] as const) {
    await expect(open(name, born)).rejects.toMatchObject({
      detail: { issues: [{ path: "name", message: "emergency_nobody" }] },
    });
  }
  expect(await open(" jonas KRUGER ", "1985-02-14")).toMatchObject({
    opened: { patientId: patientId() },
  });
  // Somebody else of the same name keeps nobody from being found.
  const { patientId: namesake } = await makePatient();
  await testDatabase().superuser.query(
    "UPDATE patients SET full_name = 'Jonas Krüger', date_of_birth = '1985-02-14' WHERE id = $1",
    [namesake],
  );
  expect(await open("Jonas Krüger", "1985-02-14")).toMatchObject({
    choose: [{ id: patientId() }, { id: namesake }],
  });
  expect(await open("Jonas Krüger", "1985-02-14", namesake)).toMatchObject({
    opened: { patientId: namesake },
  });
  expect(await listOpenAccesses(actor)).toMatchObject([
    { patientId: namesake },
    { patientId: patientId() },
  ]);
});

it("stops whoever guesses, and notes each miss", async () => {
  const { actor } = await makeDoctor();
  const guess = (dateOfBirth: string) =>
    openEmergencyAccessByName(actor, {
      name: "Pat Test",
      dateOfBirth: day(dateOfBirth),
      reason: "x",
      patient: undefined,
    });
  const messages: unknown[] = [];
  for (let number = 10; number < 22; number += 1) {
    const refused: unknown = await guess(`1950-01-${number}`).catch((error: unknown) => error);
    messages.push(
      (refused as { detail: { issues: { message: string }[] } }).detail.issues[0]?.message,
    );
  }
  expect(messages).toEqual([
    ...Array.from({ length: 10 }, () => "emergency_nobody"),
    ...Array.from({ length: 2 }, () => "emergency_tries"),
  ]);
});

it("lists what others did for the patient and admins, page by page, and for nobody else", async () => {
  await confirmedVisit(10, world.stranger);
  for (const who of [world.stranger.actor, world.doctor.actor, world.admin]) {
    await getRecord(who, recordId);
  }
  await getRecord(world.patient, recordId);
  const first = await listAccess(world.patient, patientId(), { limit: 2 });
  expect(first.items).toMatchObject([
    { purpose: "oversight", who: { role: "admin" } },
    { purpose: "treatment", who: { role: "doctor", name: "Dr. Test" } },
  ]);
  const next = await listAccess(world.admin, patientId(), {
    limit: 50,
    cursor: first.nextCursor ?? "",
  });
  expect(next.items[0]).toMatchObject({ action: "record.read", purpose: "treatment" });
  expect(next.items.map(({ action }) => action)).toContain("medical_records.insert");
  expect(next.nextCursor).toBeNull();
  await expect(listAccess(world.doctor.actor, patientId(), { limit: 2 })).rejects.toMatchObject({
    code: "forbidden",
  });
  // The function itself, past the application's checks.
  const log = `SELECT seq FROM access_log('${patientId()}', NULL, 10)`;
  expect((await rawAs(world.doctor.actor, log)).rows).toEqual([]);
  expect((await rawAs(world.patient, log)).rows).not.toEqual([]);
});
