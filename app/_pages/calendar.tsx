import { CalendarPage } from "#components/calendar/calendar-view.tsx";
import type { UserActor } from "#lib/access/actor.ts";
import { getCalendar } from "#lib/calendar/queries.ts";
import { calendarSchema } from "#lib/calendar/schema.ts";
import { orNotFound } from "#lib/web/guard.ts";
import { lenient, textParams, withParams, type SearchParams } from "#lib/web/search-params.ts";

interface CalendarProps {
  actor: UserActor;
  /** The pages of the actor's role: "/doctor". */
  home: string;
  searchParams: SearchParams;
}

/** The calendar in the actor's scope. The address is its state. */
export async function Calendar({ actor, home, searchParams }: CalendarProps) {
  const { value, ignored } = lenient(calendarSchema, await textParams(searchParams));
  const calendar = await orNotFound(getCalendar(actor, value, new Date()));
  const path = `${home}/calendar`;
  const { clinic, doctor, date, closed } = { ...value, date: calendar.date };
  const state = { clinic, doctor, view: calendar.view, date, closed };
  return (
    <CalendarPage
      calendar={calendar}
      path={path}
      links={{
        appointment: (id) => `${home}/appointments/${id}`,
        calendar: (changes) => withParams(path, { ...state, ...changes }),
        sheet: withParams(`${path}/sheet`, { clinic, doctor, date }),
      }}
      closed={closed === "shown"}
      ignored={ignored}
    />
  );
}
