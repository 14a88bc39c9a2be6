import type { Actor } from "../access/actor.ts";
import { violates } from "../db-errors.ts";
import { DomainError } from "../errors.ts";
import { changeSchedules, type ScheduleChange } from "./change.ts";
import { oneDoctor } from "./rows.ts";
import { minutesOf, type WorkingHoursInput } from "./schema.ts";
import type { Impact } from "./views.ts";

/**
 * Replaces all weekly hours of a practitioner.
 *
 * @throws DomainError as `changeSchedules`, and `invalid` for hours that overlap each other (the
 * schema says which).
 */
export async function replaceWorkingHours(
  actor: Actor,
  doctorId: string,
  { blocks }: WorkingHoursInput,
  change: ScheduleChange,
): Promise<Impact> {
  try {
    return await changeSchedules(
      actor,
      "schedule.change",
      (tx, user) => oneDoctor(tx, user, doctorId),
      change,
      async (tx) => {
        await tx.workingHours.deleteMany({ where: { doctorId } });
        await tx.workingHours.createMany({
          data: blocks.map((block) => ({
            doctorId,
            weekday: block.weekday,
            ...minutesOf(block),
            validFrom: block.validFrom ? new Date(block.validFrom) : null,
            validUntil: block.validUntil ? new Date(block.validUntil) : null,
          })),
        });
      },
    );
  } catch (error) {
    if (violates(error, "working_hours_apart")) throw new DomainError("invalid");
    throw error;
  }
}
