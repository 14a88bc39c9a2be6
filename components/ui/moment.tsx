import { formatDate, formatDeadline } from "#lib/format.ts";

interface MomentProps {
  /** RFC 3339. */
  at: string;
  /** Of the clinic; where none is involved, of the user. */
  timeZone: string;
  /** Without the time of day. */
  dayOnly?: boolean;
}

/** An instant on a page: "Tue, 24 Nov 2026, 09:30 EST". */
export function Moment({ at, timeZone, dayOnly = false }: MomentProps) {
  return (
    <time dateTime={at}>{dayOnly ? formatDate(at, timeZone) : formatDeadline(at, timeZone)}</time>
  );
}
