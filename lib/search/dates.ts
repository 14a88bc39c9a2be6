import { parseLocalDay, type LocalDay } from "../time/local-day.ts";
import { foldLetters } from "./rules.ts";

/** Whose names of months are known: those of the pages, and of people who type what their papers say. */
const LOCALES = ["en", "de", "fr", "es", "it", "pt", "nl", "tr"];

// Not a part of a longer number, which would be that of a phone or a card.
const BEFORE = String.raw`(?<![\d\p{L}+]|\d[-/.])`;
const AFTER = String.raw`(?![\d\p{L}]|[-/.]\d)`;
const NUMBER = String.raw`\d{1,2}`;
const MONTH = String.raw`\p{L}{3,10}`;

/** How dates are written, year first, year last, and with the month as a word. */
const FORMS = [
  String.raw`(?<y>\d{4})\s?(?<sign>[-/.年])\s?(?<m>${NUMBER})\s?[-/.月]\s?(?<d>${NUMBER})[日.]?`,
  String.raw`(?<one>${NUMBER})\s?(?<sign>[-/.])\s?(?<other>${NUMBER})\s?\k<sign>\s?(?<y>\d{4}|\d{2})`,
  String.raw`(?<d>${NUMBER})(?:st|nd|rd|th|\.|º)?[\s-](?:(?:de|of)\s)?(?<name>${MONTH})[.,]?[\s-](?:de[l]?\s)?(?<y>\d{4})`,
  String.raw`(?<name>${MONTH})\.?\s(?<d>${NUMBER})(?:st|nd|rd|th)?,?\s(?<y>\d{4})`,
].map((form) => new RegExp(BEFORE + form + AFTER, "gu"));

/**
 * Returns the dates in a folded text, and the rest of it. Each may be read in several ways (3/4/80): it
 * stands for all days that it can be.
 */
export function datesIn(text: string): { found: LocalDay[][]; rest: string } {
  const found: LocalDay[][] = [];
  let rest = text;
  for (const form of FORMS) {
    rest = rest.replace(form, (written: string, ...details: unknown[]) => {
      const days = daysOf(details.at(-1) as Parts);
      if (days.length === 0) return written;
      found.push(days);
      return " ";
    });
  }
  return { found, rest };
}

interface Parts {
  y?: string;
  m?: string;
  d?: string;
  sign?: string;
  one?: string;
  other?: string;
  name?: string;
}

function daysOf({ y = "", m, d = "", sign, one = "", other = "", name }: Parts): LocalDay[] {
  const years = y.length === 2 ? [`19${y}`, `20${y}`] : [y];
  const pairs =
    name !== undefined
      ? monthsCalled(name).map((month) => [String(month), d])
      : m !== undefined
        ? [[m, d]]
        : sign === "."
          ? [[other, one]]
          : [
              [one, other],
              [other, one],
            ];
  const days = years.flatMap((year) =>
    pairs.flatMap(([month = "", day = ""]) => {
      return parseLocalDay(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`) ?? [];
    }),
  );
  return [...new Set(days)];
}

let months: Map<string, number[]> | undefined;

function monthsCalled(name: string): number[] {
  months ??= namesOfMonths();
  return months.get(name) ?? [];
}

function namesOfMonths(): Map<string, number[]> {
  const names = LOCALES.flatMap((locale) =>
    (["long", "short"] as const).flatMap((style) => {
      const months = new Intl.DateTimeFormat(locale, { month: style, timeZone: "UTC" });
      return Array.from({ length: 12 }, (_, month) => {
        const written = foldLetters(months.format(new Date(Date.UTC(2000, month, 1))));
        return { name: written.replace(/\.$/, ""), month: month + 1 };
      });
    }),
  );
  const called = Map.groupBy([...names, { name: "sept", month: 9 }], ({ name }) => name);
  return new Map([...called].map(([name, of]) => [name, [...new Set(of.map((o) => o.month))]]));
}
