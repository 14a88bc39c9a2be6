import { beforeEach, describe, expect, it, vi } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { testDatabase } from "../testing/database.ts";
import { now, openPractice, world } from "../testing/practice.ts";
import { confirmedVisit, write } from "../testing/records.ts";
import { retractRecord } from "../records/commands.ts";
import { DomainError } from "../errors.ts";
import { addAttachment, removeAttachment } from "./commands.ts";
import { openAttachment } from "./queries.ts";
import { MOST_BYTES } from "./rules.ts";

openPractice();
let recordId: string;
beforeEach(async () => {
  await confirmedVisit();
  recordId = (await write()).id;
});

const pdf = (size: number) => {
  const bytes = Buffer.alloc(size, "canary ");
  bytes.write("%PDF-1.7\n");
  return bytes;
};
const add = (bytes: Uint8Array, name = "letter.pdf", who = world.doctor.actor) =>
  addAttachment(who, recordId, () => Promise.resolve({ name, bytes }), now);

async function read(actor: UserActor, id: string) {
  const { chunks, ...file } = await openAttachment(actor, id);
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return { ...file, bytes: Buffer.concat(parts) };
}

describe("an attachment", () => {
  it("comes back as it went in, part by part, and lies encrypted", async () => {
    const bytes = pdf(600_000);
    const id = await add(bytes, "../Letter of Dr. Müller.exe");
    const file = await read(world.patient, id);
    expect(file).toMatchObject({
      name: "Letter of Dr. Müller.pdf",
      mediaType: "application/pdf",
      size: 600_000,
    });
    expect(file.bytes.equals(bytes)).toBe(true);
    expect((await read(world.patient, id.toUpperCase())).bytes.equals(bytes)).toBe(true);
    const { rows } = await testDatabase().superuser.query(
      "SELECT FROM attachment_chunks WHERE content LIKE '%canary%'",
    );
    expect(rows).toEqual([]);
    // Of chance alone: a UUIDv7 tells when.
    expect(id[14]).toBe("4");
  });

  // Fails without FOR UPDATE: all eight see 19 files.
  it("is one of at most twenty of its record, however many come at once", async () => {
    await testDatabase().superuser.query(
      `INSERT INTO attachments (record_id, patient_id, name, media_type, size, chunks)
       SELECT $1, $2, 'enc:test:' || repeat('A', 40), 'application/pdf', 1, 1 FROM generate_series(1, 19)`,
      [recordId, world.patient.patientId],
    );
    const { superuser } = testDatabase();
    const count = "SELECT count(*)::int AS count FROM attachments WHERE record_id = $1";
    // All have been told that there is room when the first one is stored.
    const begun = Promise.withResolvers<undefined>();
    let waiting = 0;
    const receive = async () => {
      if (++waiting === 8) begun.resolve(undefined);
      await begun.promise;
      return { name: "letter.pdf", bytes: pdf(600_000) };
    };
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => addAttachment(world.doctor.actor, recordId, receive, now)),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { rows } = await superuser.query<{ count: number }>(count, [recordId]);
    expect(rows).toEqual([{ count: 20 }]);
  });

  it("is not even read for users who may not attach it", async () => {
    const receive = vi.fn(() => Promise.resolve({ name: "letter.pdf", bytes: pdf(100) }));
    for (const actor of [world.patient, world.stranger.actor, world.admin]) {
      await expect(addAttachment(actor, recordId, receive, now)).rejects.toThrow(DomainError);
    }
    await retractRecord(world.doctor.actor, recordId, "Wrong patient", { now });
    await expect(addAttachment(world.doctor.actor, recordId, receive, now)).rejects.toMatchObject({
      code: "illegal_transition",
    });
    expect(receive).not.toHaveBeenCalled();
  });

  it.each([
    ["empty", Buffer.alloc(0), "file_empty"],
    ["too large", pdf(MOST_BYTES + 1), "file_size"],
    ["HTML that calls itself a PDF", Buffer.from("<html><script>alert(1)</script>"), "file_type"],
    ["an SVG", Buffer.from("<svg><script>alert(1)</script></svg>"), "file_type"],
  ])("is refused when it is %s", async (_what, bytes, message) => {
    await expect(add(bytes)).rejects.toMatchObject({
      code: "invalid",
      detail: { issues: [{ path: "file", message }] },
    });
  });

  it("is added and removed by the author of the record alone", async () => {
    const id = await add(pdf(100));
    for (const [who, code] of [
      [world.stranger.actor, "not_found"],
      [world.patient, "forbidden"],
      [world.admin, "forbidden"],
    ] as const) {
      await expect(add(pdf(100), "x", who)).rejects.toMatchObject({ code });
      await expect(removeAttachment(who, id, now)).rejects.toMatchObject({ code });
    }
    await expect(read(world.stranger.actor, id)).rejects.toMatchObject({ code: "not_found" });
    expect((await read(world.admin, id)).size).toBe(100);
    await removeAttachment(world.doctor.actor, id, now);
    await expect(read(world.patient, id)).rejects.toMatchObject({ code: "not_found" });
    await retractRecord(world.doctor.actor, recordId, "x", { now });
    await expect(add(pdf(100))).rejects.toMatchObject({ code: "illegal_transition" });
  });

  // Fails without the place that each part is bound to.
  it("cannot be put together in another order, shortened, or out of others", async () => {
    const { superuser } = testDatabase();
    const id = await add(pdf(600_000));
    const other = await add(pdf(600_001));
    await superuser.query("ALTER TABLE attachment_chunks DROP CONSTRAINT attachment_chunks_once");
    const saved = "CREATE TABLE saved AS SELECT id, number, content FROM attachment_chunks";
    await superuser.query(saved);
    for (const change of [
      `UPDATE attachment_chunks SET number = 4 - number WHERE attachment_id = '${id}'`,
      `UPDATE attachment_chunks c SET content = o.content FROM attachment_chunks o
       WHERE c.attachment_id = '${id}' AND o.attachment_id = '${other}' AND c.number = o.number`,
      `UPDATE attachments SET chunks = 2 WHERE id = '${id}'`,
    ]) {
      await superuser.query(change);
      await expect(read(world.patient, id)).rejects.toThrow(/No key decrypts/);
      await superuser.query(
        `UPDATE attachment_chunks c SET number = s.number, content = s.content FROM saved s WHERE s.id = c.id;
         UPDATE attachments SET chunks = 3`,
      );
    }
    expect((await read(world.patient, id)).size).toBe(600_000);
  });
});
