import { expect, it } from "vitest";
import { appointmentView, type AppointmentRow } from "../appointments/views.ts";
import { parseLocalDay, type LocalDay } from "../time/local-day.ts";
import { entriesOf, sheetOf, spanOf } from "./views.ts";

const day = (text: string): LocalDay => {
  const parsed = parseLocalDay(text);
  if (!parsed) throw new Error(text);
  return parsed;
};
const TUESDAY = day("2026-11-24");
const ZONE = "America/New_York";
const NOW = Date.parse("2026-11-23T12:00:00Z");
const doctor = {
  kind: "user",
  scopes: null,
  userId: "u",
  role: "doctor",
  name: "D",
  preferredName: null,
  pronouns: null,
  email: null,
  patientId: null,
  doctorId: "d",
} as const;

const row = (startsAt: string, minutes: number, more: Partial<AppointmentRow> = {}) =>
  ({
    id: startsAt,
    status: "confirmed",
    version: 1,
    doctorId: "d",
    doctorName: "Dr. D",
    timeZone: ZONE,
    cutoffMinutes: 0,
    startsAt: new Date(startsAt),
    endsAt: new Date(Date.parse(startsAt) + minutes * 60_000),
    expiresAt: null,
    proposedStarts: [],
    createdAt: new Date(NOW),
    updatedAt: new Date(NOW),
    closesAt: new Date(NOW),
    ...more,
  }) as AppointmentRow;

const entries = (days: LocalDay[], ...rows: AppointmentRow[]) =>
  rows.flatMap((one) =>
    entriesOf(appointmentView(one, doctor, NOW), { timeZone: ZONE, days, closed: false }),
  );

it("draws a visit as long as it lasts, also where the clocks go back meanwhile", () => {
  // 01:45 EDT; half an hour later clocks show 01:15.
  const [entry] = entries([day("2026-11-01")], row("2026-11-01T05:45:00Z", 30));
  expect([entry?.from, entry?.to]).toEqual(["2026-11-01T01:45", "2026-11-01T02:15"]);
});

it("gives both days of a visit across midnight their part of it", () => {
  const late = row("2026-11-25T04:45:00Z", 30); // Tuesday 23:45
  const [entry] = entries([TUESDAY], late);
  if (!entry) throw new Error("no entry");
  expect(spanOf(entry, TUESDAY)).toEqual({ start: 1425, end: 1440 });
  expect(spanOf(entry, day("2026-11-25"))).toEqual({ start: 0, end: 15 });
  expect(spanOf(entry, day("2026-11-26"))).toBeNull();
  expect(entries([day("2026-11-25")], late)[0]?.day).toBe("2026-11-25");
  // One that ends at midnight is of the day before alone.
  expect(entries([day("2026-11-25")], row("2026-11-25T04:30:00Z", 30))).toEqual([]);
});

it("prints a day in order, with what is free between visits and who is away", () => {
  const taken = entries(
    [TUESDAY],
    row("2026-11-24T14:00:00Z", 30),
    row("2026-11-24T15:00:00Z", 60),
    row("2026-11-24T15:30:00Z", 30, { doctorId: "another" }),
  );
  const away = { kind: "time_off" as const, start: 720, end: 1020, label: null };
  const column = {
    id: "d",
    name: "Dr. D",
    days: [{ day: TUESDAY, open: [{ start: 540, end: 720 }], away: [away] }],
  };
  expect(sheetOf(column, taken).map(({ kind, start, end }) => [kind, start, end])).toEqual([
    ["entry", 540, 570],
    ["free", 570, 600],
    ["entry", 600, 660],
    ["free", 660, 720],
    ["away", 720, 1020],
  ]);
});
