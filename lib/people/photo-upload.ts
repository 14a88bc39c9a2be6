import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { oneDoctor } from "../schedules/rows.ts";
import { drawPortrait } from "./photo-image.ts";

/**
 * Gives a doctor a photo, in place of the one before. The picture is read and drawn between two
 * transactions, because that takes a moment.
 *
 * @param receive reads the picture; it is called only for an actor who may change this photo.
 * @throws DomainError `not_found`; `invalid` with what is wrong with the file.
 */
export async function putPhoto(
  actor: Actor,
  doctorId: string,
  receive: () => Promise<Uint8Array>,
  now: Date,
): Promise<void> {
  authorizeUser(actor, "profile.change");
  await asActor(actor, (tx) => oneDoctor(tx, actor, doctorId));
  const content = await drawPortrait(await receive());
  await asActor(actor, async (tx) => {
    await oneDoctor(tx, actor, doctorId);
    await tx.doctorPhoto.upsert({
      where: { doctorId },
      create: { doctorId, content, updatedAt: now },
      update: { content, updatedAt: now },
    });
  });
}
