import type { UserActor } from "../access/actor.ts";
import { whyOf } from "../access/care.ts";
import { noteAsked, noteReading } from "../access/notes.ts";
import type { Tx } from "../db.ts";
import { decryptBytesFrom } from "../encryption/columns.ts";
import { unsealed } from "../encryption/words.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import { loadRecord, loadRecordHead, type RecordHead } from "../records/rows.ts";
import { isId } from "../schema.ts";

/** A file that hangs on a record: its name decrypted, without its content. */
export interface AttachmentRow {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  chunks: number;
}

/**
 * A file of a record that the actor may read, noted as opened.
 *
 * @throws DomainError `not_found`
 */
export async function loadAttachment(tx: Tx, actor: UserActor, id: string): Promise<AttachmentRow> {
  const found = await find(tx, id);
  const record = await loadRecord(tx, actor, found.recordId);
  if (actor.role !== "patient") {
    const { patientId } = record;
    const entity = { table: "medical_records", id: record.id };
    noteReading(tx, { action: "attachment.read", patientId, ...whyOf(actor, record), entity });
  }
  const { mediaType, size, chunks } = found;
  const { name } = unsealed("attachments", found.id, { name: found.name });
  return { id: found.id, name, mediaType, size, chunks };
}

/** The record on which a file hangs. @throws DomainError `not_found` */
export async function loadRecordOf(tx: Tx, actor: UserActor, id: string): Promise<RecordHead> {
  const { recordId } = await find(tx, id);
  return loadRecordHead(tx, actor, recordId);
}

async function find(tx: Tx, id: string) {
  if (!isId(id)) throw new DomainError("not_found");
  noteAsked(tx, id);
  const found = await tx.attachment.findFirst({ where: { id, removedAt: null } });
  if (!found) throw new DomainError("not_found");
  return found;
}

/** One part of a file that was opened, decrypted. */
export async function loadChunk(
  tx: Tx,
  { id: attachmentId, chunks }: Pick<AttachmentRow, "id" | "chunks">,
  number: number,
): Promise<Uint8Array> {
  const part = await tx.attachmentChunk.findUnique({
    where: { attachmentId_number: { attachmentId, number } },
    select: { content: true },
  });
  if (!part) throw new Error("A part of an attachment is gone");
  const place = { table: "attachment_chunks", id: `${attachmentId}/${number}/${chunks}` } as const;
  return decryptBytesFrom({ ...place, column: "content" }, part.content, env().ENCRYPTION_KEYS);
}
