import { formatBirthday, formatDay, formatDayOf, formatDeadline } from "#lib/format.ts";
import { isolated } from "#lib/names/rules.ts";
import type { LabPoint, LabResultView } from "#lib/records/views.ts";

/** "164 mg/dl", or the words of a result without a number. */
export function labValue(
  measured: Partial<Pick<LabResultView, "value" | "text" | "unit">>,
): string {
  const { value = null, text, unit } = measured;
  return [value === null ? isolated(text ?? null) : String(value), isolated(unit ?? null)]
    .filter(Boolean)
    .join(" ");
}

/** "70–130", "up to 130", "from 70"; empty without a range. */
export function labRange(
  { low, high }: Pick<LabResultView, "low" | "high">,
  words: { upTo: string; from: string },
): string {
  if (low !== null && high !== null) return `${low}–${high}`;
  if (high !== null) return words.upTo.replace("{value}", String(high));
  return low === null ? "" : words.from.replace("{value}", String(low));
}

/** The day; where an instant was given, day and time in a zone. */
export const labTaken = (takenAt: string, timeZone: string): string =>
  takenAt.length === 10 ? formatDay(takenAt) : formatDeadline(takenAt, timeZone);

/** The day alone, as short as an axis needs it. */
export const labDay = ({ takenAt, timeZone }: Pick<LabPoint, "takenAt" | "timeZone">): string =>
  takenAt.length === 10 ? formatBirthday(takenAt) : formatDayOf(takenAt, timeZone);
