import type { CalendarView } from "#lib/calendar/views.ts";
import type { GridNotice } from "./grid-data.ts";
import type { useEntryWords } from "./entry-words.ts";

/** Who is away and when the clinic is closed, by day: a holiday once, time off for each doctor. */
export function noticesOf(
  { columns }: Pick<CalendarView, "columns">,
  words: ReturnType<typeof useEntryWords>,
): GridNotice[] {
  const all = columns.map(({ id }) => id);
  return columns.flatMap(({ id, name, days }, place) =>
    days.flatMap(({ day, away }) =>
      away.flatMap((part, index): GridNotice[] => {
        const key = `${day} ${id} ${index}`;
        const title = words.away(part);
        if (part.kind === "time_off") {
          return [{ key, columns: [id], day, title: words.ofDoctor(name, title) }];
        }
        return place === 0 ? [{ key, columns: all, day, title }] : [];
      }),
    ),
  );
}
