import { describe, expect, it } from "vitest";
import { parseLocalDay, type LocalDay } from "../time/local-day.ts";
import { freeTimes, judgeTime, type ScheduleFacts, type VisitShape } from "./rules.ts";

const day = (text: string): LocalDay => {
  const parsed = parseLocalDay(text);
  if (!parsed) throw new Error(text);
  return parsed;
};
const HALF_HOUR: VisitShape = { minutes: 30, bufferBefore: 0, bufferAfter: 0, step: 30 };
const LONG_AGO = Date.parse("2025-12-01T00:00:00Z");

const facts = (given: Partial<ScheduleFacts>): ScheduleFacts => ({
  timeZone: "America/New_York",
  acceptingPatients: true,
  minimumNoticeMinutes: 0,
  horizonDays: 730,
  blocks: [],
  busy: [],
  ...given,
});
const everyDay = (fromMinute: number, toMinute: number): ScheduleFacts["blocks"] =>
  ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => ({
    weekday,
    fromMinute,
    toMinute,
    validFrom: null,
    validUntil: null,
  }));

function timesOn(given: Partial<ScheduleFacts>, on: string, visit = HALF_HOUR): string[] {
  const range = { from: day(on), to: day(on) };
  return [...freeTimes(facts(given), visit, range, LONG_AGO)].map(
    ({ start, time }) => `${time} ${new Date(start).toISOString().slice(11, 16)}Z`,
  );
}

describe("on the days when clocks change", () => {
  // cal.com #30021: hours that start at or after 13:00 moved by an hour on these two days.
  it.each([
    ["2026-03-08", "13:00 17:00Z", "17:30 21:30Z"],
    ["2026-11-01", "13:00 18:00Z", "17:30 22:30Z"],
  ])("keeps 13:00-18:00 in New York on %s", (on, first, last) => {
    const times = timesOn({ blocks: everyDay(780, 1080) }, on);
    expect(times).toHaveLength(10);
    expect([times[0], times.at(-1)]).toEqual([first, last]);
  });

  it("offers no time in the spring gap", () => {
    expect(timesOn({ blocks: everyDay(60, 240) }, "2026-03-08")).toEqual([
      "01:00 06:00Z",
      "01:30 06:30Z",
      "03:00 07:00Z",
      "03:30 07:30Z",
    ]);
  });

  it("offers both occurrences in the autumn overlap", () => {
    expect(timesOn({ blocks: everyDay(60, 120) }, "2026-11-01")).toEqual([
      "01:00 05:00Z",
      "01:30 05:30Z",
      "01:00 06:00Z",
      "01:30 06:30Z",
    ]);
  });

  it("measures a visit in elapsed time across the gap", () => {
    const hour = { ...HALF_HOUR, minutes: 60 };
    const [first] = freeTimes(
      facts({ blocks: everyDay(90, 240) }),
      hour,
      { from: day("2026-03-08"), to: day("2026-03-08") },
      LONG_AGO,
    );
    expect(new Date(first?.start ?? 0).toISOString()).toBe("2026-03-08T06:30:00.000Z");
    expect(new Date(first?.end ?? 0).toISOString()).toBe("2026-03-08T07:30:00.000Z");
  });

  it("skips a day that a zone skipped, and keeps the ones around it", () => {
    // Samoa had no 30 December 2011.
    const given = facts({ timeZone: "Pacific/Apia", blocks: everyDay(540, 600) });
    const range = { from: day("2011-12-29"), to: day("2011-12-31") };
    const then = Date.parse("2011-12-01T00:00:00Z");
    expect([...freeTimes(given, HALF_HOUR, range, then)].map(({ date }) => date)).toEqual([
      "2011-12-29",
      "2011-12-29",
      "2011-12-31",
      "2011-12-31",
    ]);
  });
});

describe("a window across midnight", () => {
  const night = [
    { weekday: 1, fromMinute: 1320, toMinute: 1800, validFrom: null, validUntil: null },
  ] as const;

  // medplum: Monday 22-06 gave nothing for Tuesday 01:00.
  it("is still there on the next day", () => {
    // 2026-01-05 is a Monday.
    const tuesday = timesOn({ blocks: [...night] }, "2026-01-06");
    expect(tuesday[0]).toBe("00:00 05:00Z");
    expect(tuesday.at(-1)).toBe("05:30 10:30Z");
    expect(timesOn({ blocks: [...night] }, "2026-01-05")).toHaveLength(4);
  });

  it("keeps its times where the next day's hours overlap it", () => {
    const early = {
      weekday: 2,
      fromMinute: 345,
      toMinute: 480,
      validFrom: null,
      validUntil: null,
    } as const;
    const times = timesOn({ blocks: [...night, early] }, "2026-01-06");
    expect(times.slice(-5)).toEqual([
      "05:00 10:00Z",
      "05:30 10:30Z",
      "06:15 11:15Z",
      "06:45 11:45Z",
      "07:15 12:15Z",
    ]);
  });
});

it("computes evenings in the clinic's zone, whatever the server's", () => {
  // medplum #8417: 18:00-21:00 in New York is already tomorrow in UTC.
  const times = timesOn({ blocks: everyDay(1080, 1260) }, "2026-01-06");
  expect([times[0], times.at(-1)]).toEqual(["18:00 23:00Z", "20:30 01:30Z"]);
});

describe("what is taken", () => {
  const taken = (
    from: string,
    to: string,
    buffers: Partial<Record<"bufferBefore" | "bufferAfter", number>> = {},
  ) => ({
    start: Date.parse(from),
    end: Date.parse(to),
    bufferBefore: 0,
    bufferAfter: 0,
    kind: "appointment" as const,
    ...buffers,
  });
  const blocks = everyDay(540, 720);

  it("leaves adjacent times free, and keeps the wider buffer", () => {
    const busy = [taken("2026-01-06T15:00:00Z", "2026-01-06T15:30:00Z")];
    expect(timesOn({ blocks, busy }, "2026-01-06")).toHaveLength(5);
    const buffered = [taken("2026-01-06T15:00:00Z", "2026-01-06T15:30:00Z", { bufferAfter: 10 })];
    expect(timesOn({ blocks, busy: buffered }, "2026-01-06")).toHaveLength(4);
    const visit = { ...HALF_HOUR, bufferBefore: 10, bufferAfter: 10 };
    expect(timesOn({ blocks, busy }, "2026-01-06", visit)).toHaveLength(3);
  });

  it("is explained", () => {
    const given = facts({
      blocks,
      horizonDays: 60,
      minimumNoticeMinutes: 120,
      busy: [
        taken("2026-01-06T15:00:00Z", "2026-01-06T15:30:00Z", { bufferAfter: 10 }),
        { ...taken("2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z"), kind: "time_off" },
      ],
    });
    const now = Date.parse("2026-01-06T13:00:00Z");
    const why = (at: string, of = given) => {
      const verdict = judgeTime(of, HALF_HOUR, Date.parse(at), now);
      return "why" in verdict ? verdict.why : "free";
    };
    expect(why("2026-01-06T16:00:00Z")).toBe("free");
    expect(why("2026-01-06T15:00:00Z")).toBe("booked");
    expect(why("2026-01-06T15:30:00Z")).toBe("buffer");
    expect(why("2026-01-06T14:30:00Z")).toBe("notice");
    expect(why("2026-01-06T12:30:00Z")).toBe("past");
    expect(why("2020-01-06T15:00:00Z")).toBe("past");
    expect(why("2026-01-07T15:00:00Z")).toBe("time_off");
    expect(why("2026-01-06T22:00:00Z")).toBe("outside_hours");
    expect(why("2026-01-06T16:10:00Z")).toBe("off_grid");
    expect(why("2026-04-06T15:00:00Z")).toBe("horizon");
    expect(why("2026-01-06T16:00:00Z", { ...given, acceptingPatients: false })).toBe(
      "not_accepting",
    );
  });
});
