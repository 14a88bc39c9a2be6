import { z } from "zod";
import type { Unavailable } from "../../../availability/rules.ts";
import type {
  AffectedVisit,
  BlockView,
  TimeOffView,
  VisitTypesView,
  VisitTypeView,
  WorkingHoursView,
} from "../../../schedules/views.ts";
import { appointment } from "./appointments.ts";
import { freeTime } from "./availability.ts";
import { answer, count, day, instant, pageOf, time, version, visit } from "./parts.ts";

const block = answer<BlockView>()(
  z.strictObject({
    weekday: z.literal([1, 2, 3, 4, 5, 6, 7]),
    from: time,
    to: time,
    validFrom: day.nullable(),
    validUntil: day.nullable(),
  }),
);

const visitType = answer<VisitTypeView>()(
  visit.extend({
    bufferBefore: count,
    bufferAfter: count,
    step: z.int(),
    bookableOnline: z.boolean(),
  }),
);

const why = z.enum([
  "past",
  "not_accepting",
  "notice",
  "horizon",
  "outside_hours",
  "off_grid",
  "holiday",
  "time_off",
  "booked",
  "held",
  "buffer",
]) satisfies z.ZodType<Unavailable>;

const affected = z.array(
  answer<AffectedVisit>()(z.strictObject({ appointment, why, alternatives: z.array(freeTime) })),
);

const hours = z.strictObject({ version, blocks: z.array(block) });
export const workingHours = answer<WorkingHoursView>()(hours);
export const workingHoursImpact = hours.extend({ affected });

export const visitTypes = answer<VisitTypesView>()(
  z.strictObject({ version, visitTypes: z.array(visitType) }),
);

const away = z.strictObject({
  id: z.uuid(),
  startsAt: instant,
  endsAt: instant,
  wholeDays: z.boolean(),
  fromDay: day,
  fromTime: time,
  toDay: day,
  toTime: time,
  reason: z.string().nullable(),
});
export const timeOff = answer<TimeOffView>()(away);
export const timeOffImpact = away.extend({ affected });
export const timeOffPage = pageOf(timeOff);
