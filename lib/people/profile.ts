import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { countVisitsAhead } from "../appointments/count-rows.ts";
import { lockSchedules } from "../appointments/locks.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { languageTags } from "../formatting/languages.ts";
import { given } from "../given.ts";
import { oneDoctor } from "../schedules/rows.ts";
import type { ProfileChange } from "./schema.ts";
import { photoHref, type ProfileView } from "./views.ts";

/** A doctor's profile, to be changed. @throws DomainError `not_found` */
export async function getProfile(actor: Actor, doctorId: string, now: Date): Promise<ProfileView> {
  authorizeUser(actor, "profile.change");
  return asActor(actor, async (tx) => {
    await oneDoctor(tx, actor, doctorId);
    const doctor = await tx.doctor.findUniqueOrThrow({
      where: { id: doctorId },
      include: {
        clinic: { select: { id: true, name: true, timeZone: true } },
        photo: { select: { updatedAt: true } },
      },
    });
    const { id, fullName, specialization, biography, languages, clinic, licenseNumber } = doctor;
    return {
      id,
      name: fullName,
      specialization,
      biography,
      languages,
      clinic,
      licenseNumber,
      photo: photoHref(id, doctor.photo?.updatedAt ?? null),
      verifiedAt: doctor.verifiedAt?.toISOString() ?? null,
      visitsAhead: await countVisitsAhead(tx, actor, id, now),
      version: doctor.profileVersion,
    };
  });
}

/**
 * Changes a doctor's profile, as far as `input` says. Another clinic is an admin's to say, and only while no visit is ahead:
 * the hours would move under it, and the patient would go to the wrong place.
 *
 * @throws DomainError `not_found`, `stale_version`, `forbidden` (another clinic, by a doctor), `invalid`
 * (no such clinic; `visits_ahead`)
 */
export async function changeProfile(
  actor: Actor,
  doctorId: string,
  { name, clinic, languages, ...rest }: ProfileChange,
  { now, expectedVersion }: { now: Date; expectedVersion?: number | undefined },
): Promise<void> {
  authorizeUser(actor, "profile.change");
  await asActor(actor, async (tx) => {
    await oneDoctor(tx, actor, doctorId);
    const moved = clinic === undefined ? {} : await moveTo(tx, actor, doctorId, clinic, now);
    const { count } = await tx.doctor.updateMany({
      where: {
        id: doctorId,
        ...(expectedVersion !== undefined && { profileVersion: expectedVersion }),
      },
      data: {
        ...given({ ...rest, fullName: name, languages: languages && languageTags(languages) }),
        ...moved,
        profileVersion: { increment: 1 },
        updatedAt: now,
      },
    });
    if (count === 0) throw new DomainError("stale_version");
  });
}

/** What changes with the clinic: nothing if it is the same. */
async function moveTo(tx: Tx, actor: UserActor, doctorId: string, clinicId: string, now: Date) {
  if (await tx.doctor.count({ where: { id: doctorId, clinicId } })) return {};
  if (actor.role !== "admin") throw new DomainError("forbidden");
  if ((await tx.clinic.count({ where: { id: clinicId } })) === 0) refuse("invalid");
  await lockSchedules(tx, [doctorId]);
  if (await countVisitsAhead(tx, actor, doctorId, now)) refuse("visits_ahead");
  return { clinicId, scheduleVersion: { increment: 1 } };
}

function refuse(message: string): never {
  throw new DomainError("invalid", { issues: [{ path: "clinic", message }] });
}
