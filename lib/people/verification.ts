import type { ProvenActor } from "../access/actor.ts";
import { authorizeProven } from "../access/policy.ts";
import { countVisitsAhead } from "../appointments/count-rows.ts";
import { lockSchedules } from "../appointments/locks.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";

/** What comes with every decision about a doctor. */
interface Decision {
  now: Date;
  /** The version of the profile that the actor saw. */
  expectedVersion?: number | undefined;
}

/**
 * Lets a doctor who applied, and may have been declined before, into the directory. Who has no visit
 * type gets one, 30 minutes long, called `firstVisitType`. Whoever is verified already stays so.
 *
 * @throws DomainError `proof_needed`, `not_found`, `stale_version`
 */
export async function verifyDoctor(
  actor: ProvenActor,
  doctorId: string,
  { now, expectedVersion, firstVisitType }: Decision & { firstVisitType: string },
): Promise<void> {
  authorizeProven(actor, "doctor.verify", now);
  await asActor(actor, async (tx) => {
    const decided = await decide(tx, doctorId, expectedVersion, {
      verifiedAt: now,
      declinedAt: null,
      declineReason: null,
      scheduleVersion: { increment: 1 },
    });
    if (!decided) {
      if (await tx.doctor.count({ where: { id: doctorId, verifiedAt: { not: null } } })) return;
      throw new DomainError("stale_version");
    }
    if (await tx.visitType.count({ where: { doctorId, retiredAt: null } })) return;
    const data = { doctorId, name: firstVisitType, minutes: 30, stepMinutes: 30 };
    await tx.visitType.create({ data });
  });
}

/**
 * Declines an application with a reason, which the applicant reads. Declined for the same reason
 * already, it stays so.
 *
 * @throws DomainError `proof_needed`, `not_found`, `stale_version`
 */
export async function declineDoctor(
  actor: ProvenActor,
  doctorId: string,
  { now, expectedVersion, reason }: Decision & { reason: string },
): Promise<void> {
  authorizeProven(actor, "doctor.verify", now);
  await asActor(actor, async (tx) => {
    const declined = { declinedAt: now, declineReason: reason };
    if (await decide(tx, doctorId, expectedVersion, declined)) return;
    if (await tx.doctor.count({ where: { id: doctorId, declineReason: reason } })) return;
    throw new DomainError("stale_version");
  });
}

/** A decision about somebody who is not verified; false, and nothing done, if it comes too late. */
async function decide(
  tx: Tx,
  doctorId: string,
  expectedVersion: number | undefined,
  data: Prisma.DoctorUpdateManyMutationInput,
): Promise<boolean> {
  if (!isId(doctorId) || (await tx.doctor.count({ where: { id: doctorId } })) === 0) {
    throw new DomainError("not_found");
  }
  const { count } = await tx.doctor.updateMany({
    where: {
      id: doctorId,
      verifiedAt: null,
      closedAt: null,
      ...(expectedVersion !== undefined && { profileVersion: expectedVersion }),
    },
    data: { ...data, profileVersion: { increment: 1 } },
  });
  return count === 1;
}

/**
 * Takes a verification back: the doctor leaves the directory and reaches nothing any more, and the
 * application waits again. Under the lock of the schedule, so that nobody books meanwhile.
 *
 * @throws DomainError `proof_needed`, `not_found`, `stale_version`; `invalid` (`visits_ahead`) while there are visits
 * or requests that are not over.
 */
export async function takeVerificationBack(
  actor: ProvenActor,
  doctorId: string,
  { now, expectedVersion }: Decision,
): Promise<void> {
  authorizeProven(actor, "doctor.verify", now);
  if (!isId(doctorId)) throw new DomainError("not_found");
  await asActor(actor, async (tx) => {
    await lockSchedules(tx, [doctorId]);
    const doctor = await tx.doctor.findUnique({ where: { id: doctorId } });
    if (!doctor) throw new DomainError("not_found");
    if (!doctor.verifiedAt) return;
    if (await countVisitsAhead(tx, actor, doctorId, now)) {
      throw new DomainError("invalid", { issues: [{ path: "doctor", message: "visits_ahead" }] });
    }
    const { count } = await tx.doctor.updateMany({
      where: { id: doctorId, profileVersion: expectedVersion ?? doctor.profileVersion },
      data: { verifiedAt: null, profileVersion: { increment: 1 } },
    });
    if (count === 0) throw new DomainError("stale_version");
  });
}
