import { z } from "zod";
import {
  emptyIsNone,
  id,
  instant,
  localDay,
  nameOf,
  nested,
  optionalWords,
  ticked,
  wallTime,
  wholeNumber,
} from "../schema.ts";
import { DAY } from "../time/interval.ts";
import { daysBetween, minuteOfDay } from "../time/local-day.ts";

// What is answered may be sent again: null is no limit.
const validity = {
  validFrom: emptyIsNone(localDay).nullable(),
  validUntil: emptyIsNone(localDay).nullable(),
};

const block = z
  .strictObject({
    weekday: wholeNumber(1, 7),
    from: wallTime,
    to: wallTime,
    ...validity,
  })
  .refine(({ validFrom, validUntil }) => !validFrom || !validUntil || validFrom <= validUntil, {
    path: ["validUntil"],
    error: "order",
  })
  // From midnight to midnight is a whole day; from ten to ten is a slip.
  .refine(({ from, to }) => from !== to || from === "00:00", { path: ["to"], error: "order" });

const MAX_BLOCKS = 100;
const MAX_VISIT_TYPES = 30;

/** More entries than the most: they are not compared with each other. */
const TOO_MANY = { error: "too_many", abort: true };

/** All weekly hours of a practitioner: what is not among them is not worked. */
export const workingHoursSchema = z.strictObject({
  blocks: z.array(block).max(MAX_BLOCKS, TOO_MANY).superRefine(apart),
});
export type WorkingHoursInput = z.output<typeof workingHoursSchema>;
type Block = z.output<typeof block>;

/** No two blocks of a weekday overlap while both are valid. The database refuses the same. */
function apart(blocks: Block[] | Record<string, Block>, context: z.RefinementCtx): void {
  const before: Block[] = [];
  for (const [key, next] of Object.entries(blocks)) {
    if (before.some((other) => overlap(next, other))) {
      const at = Array.isArray(blocks) ? Number(key) : key;
      context.addIssue({ code: "custom", path: [at, "from"], message: "overlap" });
    }
    before.push(next);
  }
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

/** A block in minutes of its weekday: `to` at or before `from` is on the next day. */
export function minutesOf({ from, to }: Pick<Block, "from" | "to">) {
  const fromMinute = minuteOfDay(from);
  const toMinute = minuteOfDay(to);
  return { fromMinute, toMinute: toMinute > fromMinute ? toMinute : toMinute + 1440 };
}

/** For so many days somebody may be away at once. */
const MOST_DAYS_AWAY = 400;

/** Away from one instant to another. */
export const timeOffSchema = z
  .strictObject({ startsAt: instant, endsAt: instant, reason: optionalWords(1000) })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, { path: ["endsAt"], error: "order" })
  .refine(({ startsAt, endsAt }) => +endsAt - +startsAt <= MOST_DAYS_AWAY * DAY, {
    path: ["endsAt"],
    error: "too_long_away",
  });

/** The same as a form asks: days of the clinic, whole ones unless times are given. */
const timeOffDays = z
  .strictObject({
    fromDay: localDay,
    toDay: emptyIsNone(localDay),
    fromTime: emptyIsNone(wallTime),
    toTime: emptyIsNone(wallTime),
    reason: optionalWords(1000),
  })
  .transform(({ toDay, ...rest }) => ({ ...rest, toDay: toDay ?? rest.fromDay }))
  .refine(({ fromDay, toDay }) => daysBetween(fromDay, toDay) >= 0, {
    path: ["toDay"],
    error: "order",
  })
  .refine(({ fromDay, toDay }) => daysBetween(fromDay, toDay) < MOST_DAYS_AWAY, {
    path: ["toDay"],
    error: "too_long_away",
  })
  .refine(
    ({ fromDay, toDay, fromTime, toTime }) =>
      fromDay !== toDay || !fromTime || !toTime || fromTime < toTime,
    { path: ["toTime"], error: "order" },
  );
export type TimeOffInput = z.output<typeof timeOffSchema> | z.output<typeof timeOffDays>;

const visitType = z.strictObject({
  id: emptyIsNone(id),
  name: nameOf(100),
  minutes: wholeNumber(5, 720),
  bufferBefore: wholeNumber(0, 240).default(0),
  bufferAfter: wholeNumber(0, 240).default(0),
  step: wholeNumber(5, 720),
  bookableOnline: ticked,
});

/** All visit types of a practitioner, in the order in which they are offered. */
export const visitTypesSchema = z.strictObject({
  visitTypes: z
    .array(visitType)
    .min(1, "required")
    .max(MAX_VISIT_TYPES, TOO_MANY)
    .superRefine(named),
});
export type VisitTypesInput = z.output<typeof visitTypesSchema>;

type VisitType = z.output<typeof visitType>;

/** Each name once. The database refuses the same. */
function named(types: VisitType[] | Record<string, VisitType>, context: z.RefinementCtx): void {
  const before = new Set<string>();
  for (const [key, { name }] of Object.entries(types)) {
    if (before.has(name.toLowerCase())) {
      const at = Array.isArray(types) ? Number(key) : key;
      context.addIssue({ code: "custom", path: [at, "name"], message: "name_taken" });
    }
    before.add(name.toLowerCase());
  }
}

export const bookingRulesSchema = z.strictObject({
  acceptingPatients: ticked,
  approval: z.enum(["manual", "automatic"]),
  minimumNoticeMinutes: wholeNumber(0, 43_200),
  horizonDays: wholeNumber(1, 730),
  cutoffMinutes: wholeNumber(0, 43_200),
  requestTtlMinutes: wholeNumber(5, 20_160),
});
export type BookingRulesInput = z.output<typeof bookingRulesSchema>;

export const holidaySchema = z.strictObject({
  day: localDay,
  name: nameOf(100),
});
export type HolidayInput = z.output<typeof holidaySchema>;

/** What becomes of a visit that a change affects, by the version that was looked at. */
export type Decision =
  { version: number; do: "keep" | "cancel" } | { version: number; do: "move"; startsAt: Date };
export type Decisions = Readonly<Record<string, Decision>>;

/** A decision as a form sends it: `keep|3`, `cancel|3`, `move|3|2026-11-24T14:30:00Z`. */
const decision = z.string().transform((text, context): Decision => {
  const [what, version, startsAt] = text.split("|");
  const at = instant.safeParse(startsAt);
  if (/^\d{1,9}$/.test(version ?? "")) {
    const seen = Number(version);
    if (what === "keep" || what === "cancel") return { version: seen, do: what };
    if (what === "move" && at.success) return { version: seen, do: what, startsAt: at.data };
  }
  context.addIssue({ code: "custom", message: "invalid" });
  return z.NEVER;
});

/** What a form that changes schedules carries besides, once it was asked about affected visits. */
const decided = z
  .strictObject({
    decisions: z.record(id, decision).optional(),
    decisionReason: optionalWords(1000),
  })
  .transform(({ decisions, decisionReason }) => ({ decisions, told: decisionReason }));

/** A form's fields as what `input` reads together with what was decided about affected visits. */
const withDecisions = <Input extends z.ZodType<object>>(input: Input) =>
  z.preprocess(nested, z.intersection(input, decided));

type Fields = Record<string, unknown>;

/** A row that was left empty is no block. */
function isFilled([, row]: [string, unknown]): boolean {
  const { from, to } = Object(row) as Fields;
  return Boolean(from) || Boolean(to);
}

/** Weekly hours as a form sends them: rows under any keys, so that complaints find theirs. */
export const hoursFormSchema = withDecisions(
  z.strictObject({
    blocks: z.preprocess(
      (rows) => Object.fromEntries(Object.entries(Object(rows) as Fields).filter(isFilled)),
      z
        .record(z.string(), block)
        .refine((blocks) => Object.keys(blocks).length <= MAX_BLOCKS, TOO_MANY)
        .superRefine(apart)
        .transform((blocks) => Object.values(blocks)),
    ),
  }),
);

export const timeOffFormSchema = withDecisions(timeOffDays);
export const holidayFormSchema = withDecisions(holidaySchema);

/** Visit types as a form sends them: a row without a name is none, a ticked `remove` retires it. */
export const visitTypesFormSchema = z.preprocess(
  nested,
  z.strictObject({
    visitTypes: z.preprocess(
      (rows) => Object.fromEntries(Object.entries(Object(rows) as Fields).filter(isKept)),
      z
        .record(z.string(), visitType)
        .refine((types) => Object.keys(types).length > 0, "required")
        .refine((types) => Object.keys(types).length <= MAX_VISIT_TYPES, TOO_MANY)
        .superRefine(named)
        .transform((types) => Object.values(types)),
    ),
  }),
);

function isKept([, row]: [string, unknown]): boolean {
  const { id, name, remove } = Object(row) as Fields;
  return remove === undefined && (Boolean(id) || Boolean(name));
}

/** A wall time at the clinic that somebody wonders about. */
export const explainSchema = z.strictObject({
  day: localDay,
  time: wallTime,
  visitType: emptyIsNone(id),
});
export type ExplainInput = z.output<typeof explainSchema>;
