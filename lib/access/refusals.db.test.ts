import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { listAccess } from "../access-log/queries.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { getAppointment } from "../appointments/queries.ts";
import { rescheduleAppointment } from "../appointments/reschedule.ts";
import { removeAttachment } from "../attachments/commands.ts";
import { openAttachment } from "../attachments/queries.ts";
import { getChart } from "../chart/queries.ts";
import { disconnect } from "../db.ts";
import { DomainError } from "../errors.ts";
import { openEmergencyAccess } from "../emergency/commands.ts";
import { changeEntry, restoreEntry } from "../history/commands.ts";
import { getHistory } from "../history/queries.ts";
import { log } from "../log.ts";
import { getProfile } from "../patients/queries.ts";
import { amendRecord, writeRecord } from "../records/commands.ts";
import { saveDraft } from "../records/drafts.ts";
import { getRecord } from "../records/queries.ts";
import { now } from "../testing/care.ts";
import { makeChartWorld, type ChartWorld } from "../testing/chart.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor } from "../testing/people.ts";
import { rawAs } from "../testing/raw.ts";
import { recordInput } from "../testing/records.ts";
import { anonymous, type Actor, type UserActor } from "./actor.ts";
import { closeRefusalCounts, noteRoleRefusal } from "./refusals.ts";

// Fails without noteRefusal in asActor, or where a loader does not call noteAsked.

const MOST = 20;
const MOST_UNKNOWN = 60;
let world: ChartWorld;
let visit: string;
/** For each test a doctor who has nothing to do with the patient. */
let stranger: UserActor;
beforeAll(async () => {
  world = await makeChartWorld();
  const { rows } = await testDatabase().superuser.query<{ id: string }>(
    "SELECT id FROM appointments WHERE doctor_id = $1",
    [world.treating.doctorId],
  );
  visit = rows[0]?.id ?? "";
});
beforeEach(async () => {
  vi.restoreAllMocks();
  stranger = (await makeDoctor()).actor;
});
afterAll(disconnect);

interface Refusal {
  entity: string;
  entity_id: string | null;
  patient_id: string | null;
  detail: object;
}

async function refusalsOf({ userId }: UserActor): Promise<Refusal[]> {
  const { rows } = await testDatabase().superuser.query<Refusal>(
    `SELECT entity, entity_id, patient_id, detail FROM audit_events
     WHERE action = 'access.refused' AND actor_id = $1 ORDER BY seq`,
    [userId],
  );
  return rows;
}

type Attempt = [
  what: string,
  entity: string,
  idOf: () => string,
  attempt: (actor: Actor) => Promise<unknown>,
];
const NOT_THEIRS: Attempt[] = [
  ["a profile", "patients", () => world.patientId, (who) => getProfile(who, world.patientId, now)],
  ["a history", "patients", () => world.patientId, (who) => getHistory(who, world.patientId)],
  ["a record", "medical_records", () => world.recordId, (who) => getRecord(who, world.recordId)],
  [
    "a file",
    "attachments",
    () => world.attachmentId,
    (who) => openAttachment(who, world.attachmentId),
  ],
  ["an appointment", "appointments", () => visit, (who) => getAppointment(who, visit, now)],
];

describe("what belongs to another patient", () => {
  it.each(NOT_THEIRS)(
    "leaves an entry when a doctor is refused: %s",
    async (_what, entity, idOf, attempt) => {
      await expect(attempt(stranger)).rejects.toMatchObject({ code: "not_found" });
      expect(await refusalsOf(stranger)).toEqual([
        { entity, entity_id: idOf(), patient_id: world.patientId, detail: { code: "not_found" } },
      ]);
    },
  );

  it("leaves an entry when another patient is refused it, and none for an anonymous caller", async () => {
    for (const [, , , attempt] of NOT_THEIRS) {
      await expect(attempt(world.outsider)).rejects.toThrow();
      await expect(attempt(anonymous)).rejects.toMatchObject({ code: "unauthenticated" });
    }
    expect(await refusalsOf(world.outsider)).toHaveLength(NOT_THEIRS.length);
    const nameTo = async (reader: UserActor) => {
      const { items } = await listAccess(reader, world.patientId, { limit: 1 });
      return items[0]?.who;
    };
    expect(await nameTo(world.patient)).toEqual({ name: "", role: "patient" });
    expect(await nameTo(world.admin)).toEqual({ name: "Pat Test", role: "patient" });
  });

  it("leaves an entry when a doctor writes where they may not", async () => {
    const startsAt = new Date("2025-01-15T14:00:00Z");
    const doctorId = stranger.doctorId ?? "";
    const { patientId, recordId, attachmentId } = world;
    const overbooked = { doctorId, startsAt, patientId, overbookReason: "x" };
    for (const attempt of [
      () => getChart(stranger, patientId, undefined, now),
      () => writeRecord(stranger, patientId, recordInput(), { now }),
      () => amendRecord(stranger, recordId, { notes: "x" }, { now }),
      () => removeAttachment(stranger, attachmentId, now),
      () => saveDraft(stranger, { id: patientId, patientId }, {}, now),
      () => changeStatus(stranger, visit, "cancel", { now, reason: "x" }),
      () => rescheduleAppointment(stranger, visit, startsAt, { now }),
      () => bookAppointment(stranger, overbooked, { now }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await refusalsOf(stranger)).map(({ entity }) => entity)).toEqual([
      ...["patients", "patients", "medical_records", "attachments", "patients"],
      ...["appointments", "appointments", "patients"],
    ]);
  });

  it("leaves an entry when a patient changes what is another's", async () => {
    const { outsider, patientId, entryId, treating } = world;
    const startsAt = new Date("2025-01-16T14:00:00Z");
    const before = (await refusalsOf(outsider)).length;
    for (const attempt of [
      () => changeEntry(outsider, patientId, entryId, { name: "x" }, { now }),
      () => restoreEntry(outsider, entryId, { now }),
      () =>
        bookAppointment(
          outsider,
          { doctorId: treating.doctorId ?? "", startsAt, patientId },
          { now },
        ),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await refusalsOf(outsider)).slice(before).map(({ entity }) => entity)).toEqual([
      "patients",
      "history_entries",
      "patients",
    ]);
  });

  it("leaves an entry when only the author may change it, with the patient who sees it", async () => {
    await expect(
      amendRecord(world.treating, world.recordId, { notes: "x" }, { now }),
    ).rejects.toMatchObject({ code: "forbidden" });
    expect(await refusalsOf(world.treating)).toMatchObject([
      { entity_id: world.recordId, patient_id: world.patientId, detail: { code: "forbidden" } },
    ]);
    const { items } = await listAccess(world.patient, world.patientId, { limit: 1 });
    expect(items).toMatchObject([{ action: "access.refused", who: { role: "doctor" } }]);
  });
});

it("notes an unknown id, and no refusal of one's own data", async () => {
  const unknown = uuid();
  await expect(openEmergencyAccess(stranger, unknown, "x")).rejects.toThrow("not_found");
  expect(await refusalsOf(stranger)).toEqual([
    { entity: "unknown", entity_id: unknown, patient_id: null, detail: { code: "not_found" } },
  ]);
  const { patient, entryId, patientId } = world;
  await expect(changeEntry(patient, patientId, uuid(), {}, { now })).rejects.toThrow("not_found");
  await expect(restoreEntry(patient, entryId, { now })).rejects.toThrow("not_found");
  expect(await refusalsOf(patient)).toMatchObject([{ entity: "unknown" }]);
});

it("notes what a role or a token's scope refuses once, with the last id of the address", async () => {
  const error = new DomainError("forbidden");
  const path = `/api/v1/patients/${world.patientId}/access-log`;
  await noteRoleRefusal(stranger, error, path, "access-log.read");
  await noteRoleRefusal(stranger, error, path, "access-log.read");
  await noteRoleRefusal(anonymous, new DomainError("forbidden"), path);
  await noteRoleRefusal(stranger, new DomainError("stale_version"), path);
  await noteRoleRefusal(stranger, new DomainError("insufficient_scope"), "/api/v1/patients");
  const { patientId } = world;
  expect(await refusalsOf(stranger)).toEqual([
    {
      ...{ entity: "patients", entity_id: patientId, patient_id: patientId },
      detail: { code: "forbidden", action: "access-log.read" },
    },
    {
      ...{ entity: "unknown", entity_id: null, patient_id: null },
      detail: { code: "insufficient_scope" },
    },
  ]);
});

const askFor = (who: UserActor, id: string) => getRecord(who, id).catch((error: unknown) => error);
const anHourLater = () =>
  testDatabase().superuser.query(
    "UPDATE refusal_counts SET window_start = window_start - interval '61 minutes' WHERE user_id = $1",
    [stranger.userId],
  );

// Fails without the limit in audit_refused; with a check before the count, a race passes it.
it("notes 20 refusals of one user about a patient within an hour one by one, however many come at once", async () => {
  const answers = await Promise.all(
    Array.from({ length: MOST + 10 }, () => askFor(stranger, world.recordId)),
  );
  expect(answers.every((error) => error instanceof DomainError)).toBe(true);
  const noted = await refusalsOf(stranger);
  expect(noted).toHaveLength(MOST);
  expect(noted.filter(({ detail }) => "last" in detail)).toHaveLength(1);
});

// Fails without audit_refusals_left_out, where an hour is closed and where the next refusal opens another one.
it("sums up what was beyond the limit in one entry when the hour is over", async () => {
  for (let i = 0; i < MOST + 3; i++) await askFor(stranger, world.recordId);
  await closeRefusalCounts();
  expect(await refusalsOf(stranger)).toHaveLength(MOST);
  await anHourLater();
  await askFor(stranger, world.recordId);
  const { patientId } = world;
  const sum = (more: number) => ({
    ...{ entity: "patients", entity_id: patientId, patient_id: patientId },
    detail: { more, since: expect.any(String) as string },
  });
  expect((await refusalsOf(stranger)).slice(MOST)).toMatchObject([
    sum(3),
    { detail: { code: "not_found" } },
  ]);
  for (let i = 0; i < MOST + 1; i++) await askFor(stranger, world.recordId);
  await anHourLater();
  expect(await closeRefusalCounts()).toBeGreaterThan(0);
  const { rows } = await testDatabase().superuser.query(
    "SELECT FROM refusal_counts WHERE user_id = $1",
    [stranger.userId],
  );
  expect(rows).toEqual([]);
  expect((await refusalsOf(stranger)).at(-1)).toEqual(sum(2));
});

// Fails when refusals are counted by user alone.
it("notes a refusal about a patient after any number of ids that are no patient's", async () => {
  for (let i = 0; i < MOST_UNKNOWN + 2; i++) await askFor(stranger, uuid());
  expect(await refusalsOf(stranger)).toHaveLength(MOST_UNKNOWN);
  await askFor(stranger, world.recordId);
  expect((await refusalsOf(stranger)).at(-1)).toMatchObject({ patient_id: world.patientId });
  await anHourLater();
  await closeRefusalCounts();
  expect((await refusalsOf(stranger)).at(-1)).toMatchObject({
    ...{ entity: "unknown", patient_id: null, detail: { more: 2 } },
  });
});

it("logs a user who asks for what is another patient's, and not for what there is not", async () => {
  const lines = vi.spyOn(log, "warn").mockReturnValue(undefined);
  await askFor(stranger, uuid());
  expect(lines).not.toHaveBeenCalled();
  await askFor(stranger, world.recordId);
  expect(lines.mock.calls).toMatchObject([
    [{ refused: "not_found", why: "patient", user: stranger.userId }],
  ]);
});

it("answers the same when the refusal cannot be noted", async () => {
  const { superuser } = testDatabase();
  await superuser.query("ALTER FUNCTION audit_refused(uuid, text, text) RENAME TO not_there");
  try {
    await expect(getRecord(stranger, world.recordId)).rejects.toMatchObject({ code: "not_found" });
  } finally {
    await superuser.query("ALTER FUNCTION not_there(uuid, text, text) RENAME TO audit_refused");
  }
  expect(await refusalsOf(stranger)).toEqual([]);
});

it("takes neither a code of the caller's nor a counter that they may change", async () => {
  await rawAs(stranger, `SELECT audit_refused('${world.recordId}', 'diabetes', NULL)`);
  expect(await refusalsOf(stranger)).toEqual([]);
  await expect(rawAs(stranger, "DELETE FROM refusal_counts")).rejects.toMatchObject({
    code: "42501",
  });
});
