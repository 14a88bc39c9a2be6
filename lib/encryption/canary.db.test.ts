import { createSecretKey } from "node:crypto";
import { expect, it, vi } from "vitest";
import { openAttachment } from "../attachments/queries.ts";
import { listAccess } from "../access-log/queries.ts";
import { getWholeRecord } from "../chart/whole.ts";
import { asActor } from "../db.ts";
import { supply } from "../env.ts";
import { log, reportFailure } from "../log.ts";
import { rotateKeys } from "../platform/rotate-keys.ts";
import { CANARY, plant } from "../testing/canary.ts";
import { testDatabase } from "../testing/database.ts";
import { targetOf } from "../testing/databases.ts";
import { now, openPractice, world } from "../testing/practice.ts";

openPractice();

it("leaves no clinical word in a dump of the database", async () => {
  await plant();
  const { superuser } = testDatabase();
  const { rows: tables } = await superuser.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  expect(tables.length).toBeGreaterThan(25);
  const encodings = [
    CANARY,
    Buffer.from(CANARY).toString("hex"),
    Buffer.from(CANARY).toString("base64").slice(0, 12),
  ];
  for (const { name } of tables) {
    const { rows } = await superuser.query<{ row: string }>(
      `SELECT t::text AS row FROM "${name}" t`,
    );
    const text = rows
      .map(({ row }) => row)
      .join("\n")
      .toLowerCase();
    for (const encoded of encodings) {
      expect([name, text.includes(encoded.toLowerCase())]).toEqual([name, false]);
    }
  }
});

it("leaves none in the log either, when a write fails that carries one", async () => {
  const error = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const { superuser } = testDatabase();
  const failure: unknown = await superuser
    .query(
      "INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment) VALUES ($1, $2, $3, $3)",
      [world.patient.patientId, world.doctor.doctorId, CANARY],
    )
    .catch((refused: unknown) => refused);
  expect(String(failure)).toContain("medical_records_encrypted");
  reportFailure(failure);
  expect(error).toHaveBeenCalledOnce();
  expect(JSON.stringify(error.mock.calls)).not.toContain(CANARY);
  error.mockRestore();
});

// Prisma and PostgreSQL quote the value in the message, and the message may have several lines.
it("leaves none in the log when Prisma quotes a value that PostgreSQL refused", async () => {
  const error = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const reason = `Pain since Monday\n    at ${CANARY} (work:1:1)`;
  const failure: unknown = await asActor(
    world.patient,
    (tx) => tx.$queryRaw`SELECT ${reason}::uuid`,
  )
    .then(() => null)
    .catch((refused: unknown) => refused);
  expect(String(failure)).toContain(CANARY);
  reportFailure(failure);
  expect(error.mock.calls).toMatchObject([[{ sqlState: "22P02", kind: "P2010" }]]);
  expect(JSON.stringify(error.mock.calls)).not.toContain(CANARY);
});

it("is read under another key once the keys are changed, in every column that holds a word", async () => {
  const { attachmentId } = await plant();
  const patientId = world.patient.patientId ?? "";
  const read = async () => {
    const { chunks, name } = await openAttachment(world.patient, attachmentId);
    const parts: Uint8Array[] = [];
    for await (const part of chunks) parts.push(part);
    return [
      await getWholeRecord(world.admin, patientId, undefined, now),
      (await listAccess(world.patient, patientId, { limit: 100 })).items.map(
        ({ reason }) => reason,
      ),
      name,
      Buffer.concat(parts).toString(),
    ];
  };
  const before = await read();
  expect(JSON.stringify(before).match(new RegExp(CANARY, "g"))?.length).toBeGreaterThan(20);
  const key = (id: string, byte: number) => ({ id, key: createSecretKey(Buffer.alloc(32, byte)) });
  const { ownerUrl, superuser } = testDatabase();
  expect(await rotateKeys(targetOf(ownerUrl), [key("next", 9), key("test", 7)])).toBeGreaterThan(
    10,
  );
  // The old key is gone for good.
  supply({ ENCRYPTION_KEYS: `next:${Buffer.alloc(32, 9).toString("base64")}` });
  const after = await read();
  expect(after.slice(2)).toEqual(before.slice(2));
  expect(after[0]).toEqual(before[0]);
  const { rows } = await superuser.query(
    "SELECT FROM record_drafts WHERE content LIKE 'enc:test:%'",
  );
  expect(rows).toEqual([]);
  supply({ ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` });
});
