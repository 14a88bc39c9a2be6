import { formatDay, formatMoment } from "#lib/format.ts";
import type { LabResultView } from "#lib/records/views.ts";

/** "164 mg/dl", or the words of a result without a number. */
export function labValue({ value, text, unit }: LabResultView): string {
  return [value === null ? text : String(value), unit].filter(Boolean).join(" ");
}

/** "70–130", "up to 130", "from 70"; empty where nobody gave a range. */
export function labRange(
  { low, high }: Pick<LabResultView, "low" | "high">,
  words: { upTo: string; from: string },
): string {
  if (low !== null && high !== null) return `${low}–${high}`;
  if (high !== null) return words.upTo.replace("{value}", String(high));
  return low === null ? "" : words.from.replace("{value}", String(low));
}

/** The day, or day and time in UTC where an instant was given. */
export const labTaken = (takenAt: string): string =>
  takenAt.length === 10 ? formatDay(takenAt) : `${formatMoment(takenAt, "UTC")} UTC`;
