import {
  createCalendar,
  DayGrid,
  destroyCalendar,
  Interaction,
  ResourceTimeGrid,
  TimeGrid,
  type Calendar,
} from "@event-calendar/core";
import { wallAfter } from "#lib/calendar/rules.ts";
import { dayParts } from "#lib/format.ts";
import { minuteOfDay } from "#lib/time/local-day.ts";
import { entryNode, moveOf } from "./entry-node.ts";
import type { GridData } from "./grid-data.ts";

/** Half an hour is this high, so that a quarter of one is a target for a finger (WCAG 2.5.8). */
const SLOT_HEIGHT = 52;

/** What is longer than this (in minutes) scrolls, from the morning on: somebody works at night. */
const LONG = 14 * 60;
const MORNING = 7.5 * 60;

/** Draws a calendar into `target`; gives what takes it away. `go` leads to an address. */
export function drawGrid(
  target: HTMLElement,
  grid: GridData,
  go: (href: string) => void,
): () => void {
  const calendar = createCalendar(target, pluginsOf(grid), optionsOf(grid, go));
  describe(target, grid.label);
  const frame = requestAnimationFrame(() => scrollToToday(target));
  return () => {
    cancelAnimationFrame(frame);
    void destroyCalendar(calendar);
  };
}

/** On a phone a week is wider than the screen. */
function scrollToToday(target: HTMLElement): void {
  const main = target.querySelector(".ec-main");
  const first = main?.querySelector<HTMLElement>(".ec-body .ec-day");
  const today = main?.querySelector<HTMLElement>(".ec-body .ec-today");
  if (main && first && today) main.scrollLeft = today.offsetLeft - first.offsetLeft;
}

function pluginsOf({ view, columns }: GridData): Calendar.Plugin[] {
  if (view === "month") return [DayGrid, Interaction];
  return [columns.length > 0 ? ResourceTimeGrid : TimeGrid, Interaction];
}

/** Where a grid that scrolls begins: in the morning, or with a visit before it. In minutes. */
function opening({ entries }: GridData): number {
  return Math.min(MORNING, ...entries.map(({ from }) => minuteOfDay(from.slice(11))));
}

const VIEWS = { day: "timeGridDay", week: "timeGridWeek", month: "dayGridMonth" };

function optionsOf(grid: GridData, go: (href: string) => void): Calendar.Options {
  const { view, columns, crowded } = grid;
  const sideBySide = columns.length > 0;
  return {
    view: sideBySide ? "resourceTimeGridDay" : VIEWS[view],
    date: grid.date,
    timeZone: grid.offset,
    firstDay: 1,
    headerToolbar: { start: "", center: "", end: "" },
    resources: columns.map(({ id, name }) => ({ id, title: name })),
    columnWidth: `minmax(${crowded && view === "week" ? "14rem" : sideBySide ? "9rem" : "6.5rem"}, 1fr)`,
    slotHeight: SLOT_HEIGHT,
    ...(view !== "month" && grid.hours.end - grid.hours.start > LONG && { height: "52rem" }),
    scrollTime: { minutes: opening(grid) },
    slotMinTime: { minutes: grid.hours.start },
    slotMaxTime: { minutes: grid.hours.end },
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    snapDuration: { minutes: 15 },
    slotEventOverlap: false,
    allDaySlot: grid.notices.length > 0,
    allDayContent: "",
    dayHeaderFormat: (day) => headOf(day, view),
    nowIndicator: true,
    eventDurationEditable: false,
    eventStartEditable: false,
    events: eventsOf(grid),
    eventContent: ({ event }) => ({ domNodes: entryNode(event) }),
    // Another doctor's column is another doctor: that is no move, but a new booking.
    dragConstraint: ({ newResource }) => newResource === undefined,
    eventDrop: ({ event, delta, revert }) => {
      // The server's state is the truth: the visit is where it was until the move is confirmed.
      revert();
      const move = moveOf(event);
      const minutes = delta.days * 1440 + delta.seconds / 60;
      if (!move || minutes === 0) return;
      const [day, time] = wallAfter(move.from, minutes).split("T");
      go(`${move.href}?${new URLSearchParams({ day: day ?? "", time: time ?? "" }).toString()}`);
    },
  };
}

function headOf(day: Date, view: GridData["view"]): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const text = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  const { weekday, day: number, month } = dayParts(text);
  return view === "month" ? weekday : `${weekday} ${number} ${month}`;
}

function eventsOf({ entries, notices, shades }: GridData): Calendar.EventInput[] {
  return [
    ...entries.map((entry) => ({
      id: entry.key,
      resourceIds: [entry.column],
      start: entry.from,
      end: entry.to,
      startEditable: entry.moveHref !== null,
      classNames: [`is-${entry.look}`],
      extendedProps: { entry },
    })),
    ...notices.map(({ key, columns, day, title }) => ({
      id: key,
      resourceIds: [...columns],
      start: day,
      end: day,
      allDay: true,
      title,
      classNames: ["is-notice"],
    })),
    ...shades.map(({ key, column, from, to, kind }) => ({
      id: key,
      resourceIds: [column],
      start: from,
      end: to,
      display: "background" as const,
      classNames: [`is-${kind}`],
    })),
  ];
}

/**
 * The library calls its grid a table, but its visits stand in no cell. It is read out as what it is:
 * a named group of headings and links.
 */
function describe(target: HTMLElement, label: string): void {
  for (const element of target.querySelectorAll("[role]")) element.removeAttribute("role");
  for (const element of target.querySelectorAll("[aria-colindex]")) {
    element.removeAttribute("aria-colindex");
  }
  const main = target.querySelector(".ec-main");
  main?.setAttribute("role", "group");
  main?.setAttribute("aria-label", label);
  // It scrolls sideways, and may hold nothing that takes the focus.
  main?.setAttribute("tabindex", "0");
}
