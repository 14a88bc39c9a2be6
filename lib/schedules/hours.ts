import type { Actor } from "../access/actor.ts";
import { violates } from "../db-errors.ts";
import { DomainError } from "../errors.ts";
import { minuteOfDay } from "../time/local-day.ts";
import { changeSchedules, type ScheduleChange } from "./change.ts";
import { oneDoctor } from "./rows.ts";
import type { WorkingHoursInput } from "./schema.ts";
import type { Impact } from "./views.ts";

/**
 * Replaces all weekly hours of a practitioner.
 *
 * @throws DomainError as `changeSchedules`, and `invalid` for hours that overlap each other.
 */
export async function replaceWorkingHours(
  actor: Actor,
  doctorId: string,
  { blocks }: WorkingHoursInput,
  change: ScheduleChange,
): Promise<Impact> {
  refuseOverlaps(blocks);
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

type Block = WorkingHoursInput["blocks"][number];

/** `to` at or before `from` is on the next day. */
function minutesOf({ from, to }: Block) {
  const fromMinute = minuteOfDay(from);
  const toMinute = minuteOfDay(to);
  return { fromMinute, toMinute: toMinute > fromMinute ? toMinute : toMinute + 1440 };
}

/** The database refuses the same (working_hours_apart); here it is said which block it is. */
function refuseOverlaps(blocks: readonly Block[]): void {
  const issues = blocks.flatMap((block, index) =>
    blocks.slice(0, index).some((other) => overlap(block, other))
      ? [{ path: `blocks.${index}.from`, message: "overlap" }]
      : [],
  );
  if (issues.length > 0) throw new DomainError("invalid", { issues });
}

function overlap(a: Block, b: Block): boolean {
  const [one, other] = [minutesOf(a), minutesOf(b)];
  return (
    a.weekday === b.weekday &&
    one.fromMinute < other.toMinute &&
    other.fromMinute < one.toMinute &&
    (!a.validFrom || !b.validUntil || a.validFrom <= b.validUntil) &&
    (!b.validFrom || !a.validUntil || b.validFrom <= a.validUntil)
  );
}
