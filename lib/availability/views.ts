import type { Slot } from "./rules.ts";

/** A free time as it leaves the server: instants in UTC, and the clinic's day and clock time. */
export interface SlotView {
  startsAt: string;
  endsAt: string;
  date: string;
  time: string;
}

export interface SlotsView {
  timeZone: string;
  visitType: { id: string; name: string; minutes: number };
  slots: SlotView[];
}

export function slotView({ start, end, date, time }: Slot): SlotView {
  return {
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(end).toISOString(),
    date,
    time,
  };
}

/** A free time of whoever has it, as a search across practitioners finds it. */
export interface FoundSlotView extends SlotView {
  doctor: { id: string; name: string; specialization: string };
  clinic: { id: string; name: string; timeZone: string };
  visitType: { id: string; name: string; minutes: number };
}
