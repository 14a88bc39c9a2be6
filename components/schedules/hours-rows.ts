import type { BlockView } from "#lib/schedules/views.ts";

/** One block in the form, under a key that is its for as long as the form is open. */
export interface Row {
  key: number;
  weekday: number;
  from: string;
  to: string;
  validFrom: string;
  validUntil: string;
}

/** What the editor says; sentences with `{day}`, `{from}` and `{to}` to fill in. */
export type HoursWords = Record<
  | "add"
  | "addTo"
  | "closed"
  | "copy"
  | "copyNow"
  | "copyOf"
  | "copyTo"
  | "fromLabel"
  | "remove"
  | "removeLabel"
  | "toLabel"
  | "validFrom"
  | "validUntil"
  | "validity",
  string
> & { days: readonly string[] };

export function rowsOf(blocks: readonly BlockView[]): Row[] {
  return blocks.map(({ weekday, from, to, validFrom, validUntil }, key) => ({
    key,
    weekday,
    from,
    to,
    validFrom: validFrom ?? "",
    validUntil: validUntil ?? "",
  }));
}

/** The rows out of what was typed before the server answered. */
export function rowsTyped(typed: Record<string, string>): Row[] {
  const keys = Object.keys(typed).flatMap((name) => /^blocks:(\d+):weekday$/.exec(name)?.[1] ?? []);
  return keys.map((key) => {
    const of = (name: string) => typed[`blocks:${key}:${name}`] ?? "";
    return {
      key: Number(key),
      weekday: Number(of("weekday")),
      from: of("from"),
      to: of("to"),
      validFrom: of("validFrom"),
      validUntil: of("validUntil"),
    };
  });
}
