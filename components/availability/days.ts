import type { SlotView } from "#lib/availability/views.ts";

/** A day of the clinic's calendar with its free times; one without any is shown as such. */
export interface ShownDay {
  /** "2026-11-24" in the clinic's zone. */
  date: string;
  slots: readonly SlotView[];
}

/** The days of a week (`YYYY-MM-DD`, in order) with the free times that fall on each. */
export function byDay(days: readonly string[], slots: readonly SlotView[]): ShownDay[] {
  return days.map((date) => ({ date, slots: slots.filter((slot) => slot.date === date) }));
}
