import { isolated } from "./names/rules.ts";
import { parseInstant } from "./time/instant.ts";

/**
 * Dates, times and numbers as people read them. Pure: the zone is always an argument, instants are
 * RFC 3339 strings or `Date`s, days are `YYYY-MM-DD`. Formatters are costly to make and are kept.
 */
const LOCALE = "en";

type Instant = string | Date;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(options: Intl.DateTimeFormatOptions, locale = LOCALE): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

function toDate(instant: Instant): Date {
  return typeof instant === "string" ? new Date(parseInstant(instant)) : instant;
}

/** "Tue, 24 Nov 2026" */
export function formatDate(instant: Instant, timeZone: string): string {
  return dated(toDate(instant), { timeZone, weekday: "short", month: "short", year: "numeric" });
}

/** "24 Nov 2026": the day that an instant has in a zone, as `formatBirthday` writes it. */
export function formatDayOf(instant: Instant, timeZone: string): string {
  const options = { timeZone, month: "short", year: "numeric" } as const;
  const { day, month, year } = partsOf(toDate(instant), options);
  return `${day} ${month} ${year}`;
}

/** A calendar day without a zone: "2026-11-24" -> "Tue, 24 Nov 2026". */
export function formatDay(day: string): string {
  return formatDate(`${day}T12:00:00Z`, "UTC");
}

/** The same without the weekday, as birthdays are told: "1998-06-21" -> "21 Jun 1998". */
export function formatBirthday(day: string): string {
  const { day: number, month, year } = dayParts(day);
  return `${number} ${month} ${year}`;
}

/** "2026-11-24" -> "November 2026" */
export function formatMonth(day: string): string {
  const { month, year } = dayParts(day, "long");
  return `${month} ${year}`;
}

/** A date as exactly as it is known: "2019", "2019-05" -> "May 2019", "2019-05-24" -> "24 May 2019". */
export function formatKnownDate(date: string): string {
  const { day, month, year } = dayParts(`${date}-01-01`.slice(0, 10));
  return [day, month, year].slice(-date.split("-").length).join(" ");
}

/** The pieces of a calendar day: `{weekday: "Tue", day: "24", month: "Nov", year: "2026"}`. */
export function dayParts(day: string, style: "short" | "long" = "short") {
  return partsOf(new Date(`${day}T12:00:00Z`), {
    timeZone: "UTC",
    weekday: style,
    month: style,
    year: "numeric",
  });
}

/** 1 -> "Monday" (ISO 8601: the week begins with Monday). */
export function weekdayName(weekday: number): string {
  // 5 January 1970 was a Monday.
  const day = new Date(Date.UTC(1970, 0, 4 + weekday));
  return formatter({ timeZone: "UTC", weekday: "long" }).format(day);
}

/** "09:30" */
export function formatTime(instant: Instant, timeZone: string): string {
  const options = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return formatter(options).format(toDate(instant));
}

/** "09:30 EST": a time of today that is not beside others of its zone. */
export function formatClock(instant: Instant, timeZone: string): string {
  return `${formatTime(instant, timeZone)} ${zoneAbbreviation(instant, timeZone)}`;
}

/** "09:30–10:00" */
export function formatTimeRange(startsAt: Instant, endsAt: Instant, timeZone: string): string {
  return `${formatTime(startsAt, timeZone)}–${formatTime(endsAt, timeZone)}`;
}

/** "Tue, 24 Nov 2026, 09:30–10:00 (New York, EST)": one line for mails, titles and labels. */
export function formatWhen(startsAt: Instant, endsAt: Instant, timeZone: string): string {
  const range = formatTimeRange(startsAt, endsAt, timeZone);
  const zone = `${zoneCity(timeZone)}, ${zoneAbbreviation(startsAt, timeZone)}`;
  return `${formatDate(startsAt, timeZone)}, ${range} (${zone})`;
}

/** "Tue, 24 Nov 2026, 09:30" for logs and timelines. */
export function formatMoment(instant: Instant, timeZone: string): string {
  return `${formatDate(instant, timeZone)}, ${formatTime(instant, timeZone)}`;
}

/** "Tue, 24 Nov 2026, 09:30 EST": a moment that is not beside others of its zone, e.g. a deadline. */
export function formatDeadline(instant: Instant, timeZone: string): string {
  return `${formatMoment(instant, timeZone)} ${zoneAbbreviation(instant, timeZone)}`;
}

/** "America/New_York" -> "New York" */
export function zoneCity(timeZone: string): string {
  return (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
}

/**
 * "EST", "CEST" … at that instant. Each English of ICU knows the abbreviations of its own region
 * only and says "GMT+1" for the rest, so the British one is asked when the American one shrugs.
 */
export function zoneAbbreviation(instant: Instant, timeZone: string): string {
  const names = ["en-US", "en-GB"].map((locale) => {
    const parts = formatter({ timeZone, timeZoneName: "short" }, locale).formatToParts(
      toDate(instant),
    );
    return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  });
  return names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0] ?? timeZone;
}

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });

/** "tomorrow", "in 3 hours", "2 days ago", rounded to the largest fitting unit. */
export function formatRelative(instant: Instant, now: Instant): string {
  const seconds = (toDate(instant).getTime() - toDate(now).getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
  if (size < 30 * 86_400) return relative.format(Math.round(seconds / 86_400), "day");
  return relative.format(Math.round(seconds / (30 * 86_400)), "month");
}

const minutesFormat = new Intl.NumberFormat(LOCALE, { style: "unit", unit: "minute" });

/** 30 -> "30 min" */
export function formatMinutes(minutes: number): string {
  return minutesFormat.format(minutes);
}

/** 1440 -> "1 day", 120 -> "2 hours", 90 -> "90 minutes": minutes in the largest unit that fits. */
export function formatDuration(minutes: number): string {
  const [unit, size] =
    minutes % 1440 === 0 && minutes > 0
      ? (["day", 1440] as const)
      : minutes % 60 === 0 && minutes > 0
        ? (["hour", 60] as const)
        : (["minute", 1] as const);
  const format = new Intl.NumberFormat(LOCALE, { style: "unit", unit, unitDisplay: "long" });
  return format.format(minutes / size);
}

/** {value: 6, unit: "month"} -> "6 months": an age as people tell it. */
export function formatAge({ value, unit }: { value: number; unit: string }): string {
  return new Intl.NumberFormat(LOCALE, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

const numberFormat = new Intl.NumberFormat(LOCALE);

/** 100000 -> "100,000" */
export function formatNumber(value: number): string {
  return numberFormat.format(value);
}

/** 2_411_724 -> "2.3 MB" */
export function formatBytes(bytes: number): string {
  const [size, unit] =
    bytes < 1024 * 1024
      ? ([bytes / 1024, "KB"] as const)
      : ([bytes / (1024 * 1024), "MB"] as const);
  return `${numberFormat.format(Math.max(0.1, Math.round(size * 10) / 10))} ${unit}`;
}

const listFormat = new Intl.ListFormat(LOCALE);

/** ["a", "b", "c"] -> "a, b, and c"; each is isolated, since people enter most of them. */
export function formatList(items: readonly string[]): string {
  return listFormat.format(items.map((item) => isolated(item)));
}

function dated(date: Date, options: Intl.DateTimeFormatOptions): string {
  const { weekday, day, month, year } = partsOf(date, options);
  return `${weekday}, ${day} ${month} ${year}`;
}

function partsOf(date: Date, options: Intl.DateTimeFormatOptions) {
  const parts = formatter({ ...options, day: "numeric" }).formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((candidate) => candidate.type === type)?.value ?? "";
  return { weekday: part("weekday"), day: part("day"), month: part("month"), year: part("year") };
}
