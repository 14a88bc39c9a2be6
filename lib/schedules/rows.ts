import type { UserActor } from "../access/actor.ts";
import { scheduleScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";

/** The practitioner, if their schedule is in the actor's scope. @throws DomainError `not_found` */
export async function oneDoctor(tx: Tx, actor: UserActor, doctorId: string): Promise<string[]> {
  if (!isId(doctorId)) throw new DomainError("not_found");
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM doctors d WHERE d.id = ${doctorId}::uuid AND ${scheduleScope(actor)}`;
  if (rows.length === 0) throw new DomainError("not_found");
  return [doctorId];
}

/** All practitioners of a clinic. @throws DomainError `not_found` */
export async function doctorsOf(tx: Tx, clinicId: string): Promise<string[]> {
  if (!isId(clinicId)) throw new DomainError("not_found");
  const clinic = await tx.clinic.findUnique({
    where: { id: clinicId },
    select: { doctors: { select: { id: true } } },
  });
  if (!clinic) throw new DomainError("not_found");
  return clinic.doctors.map(({ id }) => id);
}

/**
 * Counts the version of schedules up, and so locks them until the transaction ends.
 *
 * @throws DomainError `stale_version` if the actor saw another one.
 */
export async function countVersion(
  tx: Tx,
  doctorIds: string[],
  expected: number | undefined,
): Promise<void> {
  const { count } = await tx.doctor.updateMany({
    where: {
      id: { in: doctorIds },
      ...(expected !== undefined && { scheduleVersion: expected }),
    },
    data: { scheduleVersion: { increment: 1 } },
  });
  if (count !== doctorIds.length) throw new DomainError("stale_version");
}
