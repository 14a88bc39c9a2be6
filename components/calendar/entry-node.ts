import type { Calendar } from "@event-calendar/core";
import { iconPath, type IconName } from "#components/ui/icons.tsx";
import { directionOf } from "#lib/names/rules.ts";
import type { GridEntry } from "./grid-data.ts";

const SVG = "http://www.w3.org/2000/svg";

/** What the grid shows for an event: a link for a visit, words for a notice, nothing for a shade. */
export function entryNode(event: Calendar.Event): Node[] {
  const entry = entryOf(event);
  if (!entry) {
    return typeof event.title === "string" && event.title !== ""
      ? [element("span", "calendar-notice", event.title)]
      : [];
  }
  const link = element("a", "calendar-entry");
  link.href = entry.href;
  // The browser's own way of dragging a link would be in the way.
  link.draggable = false;
  link.setAttribute("aria-label", entry.spoken);
  link.title = entry.spoken;
  const title = element("span", "calendar-title", entry.title);
  title.dir = directionOf(entry.title);
  if (entry.icon) title.prepend(icon(entry.icon));
  link.append(title, element("span", "calendar-note", entry.note));
  return [link];
}

/** From where an entry is moved, and where that is confirmed; null for what stays. */
export function moveOf(event: Calendar.Event): { from: string; href: string } | null {
  const entry = entryOf(event);
  return entry?.moveHref ? { from: entry.from, href: entry.moveHref } : null;
}

function entryOf({ extendedProps }: Calendar.Event): GridEntry | undefined {
  return extendedProps["entry"] as GridEntry | undefined;
}

function element<Name extends "a" | "span">(name: Name, className: string, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", iconPath(name));
  svg.append(path);
  return svg;
}
