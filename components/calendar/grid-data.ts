import type { AppointmentStatus } from "#components/appointments/types.ts";
import type { IconName } from "#components/ui/icons.tsx";
import type { Span, View } from "#lib/calendar/rules.ts";

/** What the grid draws: plain data out of the server, all times the clinic's wall time. */
export interface GridData {
  /** What it is called when it is read out. */
  label: string;
  view: Exclude<View, "agenda">;
  date: string;
  /** How far the clinic's clocks are from UTC now: where the line of the present goes. */
  offset: string;
  hours: Span;
  /** Doctors side by side; empty where all share the days' columns. */
  columns: readonly { id: string; name: string }[];
  /** Whether several doctors share a column, which then needs to be wide. */
  crowded: boolean;
  entries: readonly GridEntry[];
  notices: readonly GridNotice[];
  shades: readonly GridShade[];
}

export interface GridEntry {
  key: string;
  column: string;
  from: string;
  to: string;
  look: AppointmentStatus | "held" | "more";
  icon: IconName | null;
  /** The first line, and what is added where there is room. */
  title: string;
  note: string;
  /** All of it in one sentence. */
  spoken: string;
  href: string;
  /** Where a drag asks for confirmation; null for what cannot be moved. */
  moveHref: string | null;
}

/** Something about a whole day, at its head. */
export interface GridNotice {
  key: string;
  columns: readonly string[];
  day: string;
  title: string;
}

/** A stretch behind the visits. */
export interface GridShade {
  key: string;
  column: string;
  from: string;
  to: string;
  kind: "closed" | "away";
}
