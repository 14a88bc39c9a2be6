import { v4 as uuid } from "uuid";
import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { encryptFor } from "../encryption/columns.ts";
import { sealed } from "../encryption/words.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import { loadRecordHead } from "../records/rows.ts";
import { loadRecordOf } from "./rows.ts";
import { MOST_BYTES, mediaTypeOf, safeFileName } from "./rules.ts";

/** Delivered chunk by chunk, so that no download holds a whole file in memory. */
const CHUNK = 256 * 1024;

/** How many files one record holds. */
const MOST_FILES = 20;

/** A file as it was sent. */
export interface UploadedFile {
  /** As its sender calls it; empty if no file was chosen. */
  name: string;
  bytes: Uint8Array;
}

/**
 * Attaches a file to a record of the actor's own: PDF, JPEG or PNG by its content. It is stored
 * encrypted, in chunks each of which is bound to its place.
 *
 * @param receive reads the file; it is called only for an actor who may attach one.
 * @returns the id of the attachment.
 * @throws DomainError `not_found`, `forbidden` (not the author), `illegal_transition` (retracted),
 * `invalid` about `file`: `required` (no file), `file_empty`, `file_size`, `file_type`, `too_many`.
 */
export async function addAttachment(
  actor: Actor,
  recordId: string,
  receive: () => Promise<UploadedFile>,
  now: Date,
): Promise<string> {
  authorizeUser(actor, "record.write");
  await asActor(actor, (tx) => findRecordWithRoom(tx, actor, recordId));
  const file = await receive();
  const { bytes } = file;
  if (bytes.length === 0) throw refused(file.name === "" ? "required" : "file_empty");
  if (bytes.length > MOST_BYTES) throw refused("file_size");
  const mediaType = mediaTypeOf(bytes);
  if (!mediaType) throw refused("file_type");
  const id = uuid();
  const chunks = Math.ceil(bytes.length / CHUNK);
  await asActor(actor, async (tx) => {
    // Of several files that come at once the last ones see the others.
    await tx.$executeRaw`SELECT FROM medical_records WHERE id = ${recordId}::uuid FOR UPDATE`;
    const { patientId } = await findRecordWithRoom(tx, actor, recordId);
    const { name } = sealed("attachments", id, { name: safeFileName(file.name, mediaType) });
    await tx.attachment.create({
      data: {
        id,
        recordId,
        patientId,
        name,
        mediaType,
        size: bytes.length,
        chunks,
        createdAt: now,
      },
    });
    for (let number = 1; number <= chunks; number += 1) {
      const part = bytes.subarray((number - 1) * CHUNK, number * CHUNK);
      const place = { table: "attachment_chunks", id: `${id}/${number}/${chunks}` } as const;
      const content = encryptFor({ ...place, column: "content" }, part, env().ENCRYPTION_KEYS);
      await tx.attachmentChunk.create({
        data: { attachmentId: id, number, ofChunks: chunks, content },
      });
    }
  });
  return id;
}

/** Returns a record to which the actor may attach one more file. @throws DomainError */
async function findRecordWithRoom(tx: Tx, actor: UserActor, recordId: string) {
  const record = await loadRecordHead(tx, actor, recordId);
  if (record.doctorId !== actor.doctorId) throw new DomainError("forbidden");
  if (record.retractedAt) throw new DomainError("illegal_transition");
  if (record.files >= MOST_FILES) throw refused("too_many");
  return record;
}

/**
 * Takes a file off its record again: it is no longer delivered to anybody.
 *
 * @returns the id of the record.
 * @throws DomainError `not_found`, `forbidden` (not the author).
 */
export async function removeAttachment(actor: Actor, id: string, now: Date): Promise<string> {
  authorizeUser(actor, "record.write");
  return asActor(actor, async (tx) => {
    const record = await loadRecordOf(tx, actor, id);
    if (record.doctorId !== actor.doctorId) throw new DomainError("forbidden");
    await tx.attachment.updateMany({ where: { id, removedAt: null }, data: { removedAt: now } });
    return record.id;
  });
}

const refused = (message: string) =>
  new DomainError("invalid", { issues: [{ path: "file", message }] });
