import { DaySheet } from "#components/calendar/day-sheet.tsx";
import { SheetHead } from "#components/calendar/sheet-head.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getCalendar } from "#lib/calendar/queries.ts";
import { calendarSchema } from "#lib/calendar/schema.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { lenient, textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

interface DaySheetsProps {
  actor: UserActor;
  /** The pages of the actor's role: "/doctor". */
  home: string;
  searchParams: SearchParams;
}

/** A day on paper: a sheet for each doctor that was asked for. */
export async function DaySheets({ actor, home, searchParams }: DaySheetsProps) {
  const now = new Date();
  const { value } = lenient(calendarSchema, await textParams(searchParams));
  const { clinic, doctor, date } = value;
  const calendar = await orNotFound(
    getCalendar(actor, { clinic, doctor, date, view: "day", closed: undefined }, now),
  );
  const hrefFor = (path: string, day: string | null) =>
    day ? withParams(`${home}/calendar${path}`, { clinic, doctor, date: day }) : undefined;
  return (
    <>
      <SheetHead
        day={calendar.date}
        backHref={`${hrefFor("", calendar.date) ?? ""}&view=day`}
        previousHref={hrefFor("/sheet", calendar.previous)}
        nextHref={hrefFor("/sheet", calendar.next)}
      />
      {calendar.columns.map((column) => (
        <DaySheet
          key={column.id}
          calendar={calendar}
          column={column}
          now={now}
          hrefFor={(id) => `${home}/appointments/${id}`}
        />
      ))}
    </>
  );
}
