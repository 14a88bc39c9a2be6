import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { decryptBytesFrom } from "../encryption/columns.ts";
import { unsealed } from "../encryption/words.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import { readRecord } from "../records/queries.ts";
import { isId } from "../schema.ts";

/** A file on its way out. `chunks` asks the walls for each part anew. */
export interface OpenAttachment {
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  chunks: AsyncGenerator<Uint8Array, void>;
}

/**
 * Opens a file that hangs on a record which the actor may read; the reading is noted.
 *
 * @throws DomainError `not_found`
 */
export async function openAttachment(actor: Actor, id: string): Promise<OpenAttachment> {
  authorizeUser(actor, "record.read");
  if (!isId(id)) throw new DomainError("not_found");
  const file = await asActor(actor, async (tx) => {
    const found = await tx.attachment.findFirst({ where: { id, removedAt: null } });
    if (!found) throw new DomainError("not_found");
    // Whether the record is in scope, and the note of who read it.
    await readRecord(tx, actor, found.recordId, "attachment.read");
    return found;
  });
  const { name } = unsealed("attachments", file.id, { name: file.name });
  return {
    name,
    mediaType: file.mediaType,
    size: file.size,
    chunks: readChunks(actor, file.id, file.chunks),
  };
}

async function* readChunks(
  actor: Actor,
  attachmentId: string,
  chunks: number,
): AsyncGenerator<Uint8Array, void> {
  for (let number = 1; number <= chunks; number += 1) {
    const part = await asActor(actor, (tx) =>
      tx.attachmentChunk.findUnique({
        where: { attachmentId_number: { attachmentId, number } },
        select: { content: true },
      }),
    );
    if (!part) throw new Error("A part of an attachment is gone");
    const place = {
      table: "attachment_chunks",
      id: `${attachmentId}/${number}/${chunks}`,
    } as const;
    yield decryptBytesFrom({ ...place, column: "content" }, part.content, env().ENCRYPTION_KEYS);
  }
}
