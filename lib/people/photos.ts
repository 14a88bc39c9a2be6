import { roleOf, type Actor } from "../access/actor.ts";
import { authorize, authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import { oneDoctor } from "../schedules/rows.ts";

/** A doctor's photo as it is served. */
export interface Photo {
  /** A WebP file. */
  content: Uint8Array<ArrayBuffer>;
  /** Since when it is there; its address names it. */
  at: Date;
  /** Whether it is public: that of a doctor in the directory is. */
  open: boolean;
}

/** @throws DomainError `not_found` for who has none, or is not in the directory (but for admins). */
export async function getPhoto(actor: Actor, doctorId: string): Promise<Photo> {
  authorize(actor, "doctor.read");
  if (!isId(doctorId)) throw new DomainError("not_found");
  const photo = await asActor(actor, (tx) =>
    tx.doctorPhoto.findUnique({
      where: { doctorId },
      select: {
        content: true,
        updatedAt: true,
        doctor: { select: { verifiedAt: true, disabledAt: true } },
      },
    }),
  );
  if (!photo) throw new DomainError("not_found");
  const { content, updatedAt, doctor } = photo;
  if (doctor.disabledAt && roleOf(actor) !== "admin") throw new DomainError("not_found");
  return { content, at: updatedAt, open: doctor.verifiedAt !== null && doctor.disabledAt === null };
}

/** Back to the drawn portrait; without a photo nothing happens. @throws DomainError `not_found` */
export async function removePhoto(actor: Actor, doctorId: string): Promise<void> {
  authorizeUser(actor, "profile.change");
  await asActor(actor, async (tx) => {
    await oneDoctor(tx, actor, doctorId);
    await tx.doctorPhoto.deleteMany({ where: { doctorId } });
  });
}
