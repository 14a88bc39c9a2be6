import type { Actor } from "../access/actor.ts";
import { violates } from "../db-errors.ts";
import { DomainError } from "../errors.ts";
import { withSchedules, type ScheduleChange } from "./change.ts";
import { oneDoctor } from "./rows.ts";
import type { BookingRulesInput, VisitTypesInput } from "./schema.ts";

type Change = Pick<ScheduleChange, "now" | "expectedVersion">;

/** Sets how a practitioner can be booked. @throws DomainError `not_found`, `stale_version` */
export async function changeBookingRules(
  actor: Actor,
  doctorId: string,
  rules: BookingRulesInput,
  change: Change,
): Promise<void> {
  await withSchedules(
    actor,
    "schedule.change",
    (tx, user) => oneDoctor(tx, user, doctorId),
    change,
    async (tx) => {
      await tx.doctor.update({
        where: { id: doctorId },
        data: { ...rules, updatedAt: change.now },
      });
    },
  );
}

/**
 * Replaces a practitioner's visit types: those with an id change, those without are added, those
 * left out are retired. Visits that are agreed keep their type and their length.
 *
 * @throws DomainError `not_found` (a type of somebody else), `invalid`, `stale_version`
 */
export async function replaceVisitTypes(
  actor: Actor,
  doctorId: string,
  { visitTypes }: VisitTypesInput,
  change: Change,
): Promise<void> {
  try {
    await withSchedules(
      actor,
      "schedule.change",
      (tx, user) => oneDoctor(tx, user, doctorId),
      change,
      async (tx) => {
        // All are retired first, so that two may swap their names.
        const kept = visitTypes.flatMap(({ id }) => (id ? [id] : []));
        const { count } = await tx.visitType.updateMany({
          where: { doctorId, retiredAt: null, id: { in: kept } },
          data: { retiredAt: change.now },
        });
        if (count !== kept.length) throw new DomainError("not_found");
        await tx.visitType.updateMany({
          where: { doctorId, retiredAt: null },
          data: { retiredAt: change.now },
        });
        for (const [position, type] of visitTypes.entries()) {
          const { id, bufferBefore, bufferAfter, step, ...rest } = type;
          const data = {
            ...rest,
            bufferBeforeMinutes: bufferBefore,
            bufferAfterMinutes: bufferAfter,
            stepMinutes: step,
            position,
            retiredAt: null,
          };
          if (id) await tx.visitType.update({ where: { id }, data });
          else await tx.visitType.create({ data: { ...data, doctorId } });
        }
      },
    );
  } catch (error) {
    if (violates(error, "visit_types_name_once")) throw new DomainError("invalid");
    throw error;
  }
}
