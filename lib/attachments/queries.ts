import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { loadAttachment, loadChunk, type AttachmentRow } from "./rows.ts";

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
  const file = await asActor(actor, (tx) => loadAttachment(tx, actor, id));
  const { name, mediaType, size } = file;
  return { name, mediaType, size, chunks: readChunks(actor, file) };
}

async function* readChunks(actor: Actor, file: AttachmentRow): AsyncGenerator<Uint8Array, void> {
  for (let number = 1; number <= file.chunks; number += 1) {
    yield await asActor(actor, (tx) => loadChunk(tx, file, number));
  }
}
