import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chanceOf } from "./chance.ts";
import { demoTables } from "./demo.ts";

const from = new Date("2026-01-01T00:00:00Z");
const to = new Date("2031-01-01T00:00:00Z");
const tablesAt = (now: Date) =>
  demoTables({ passwordHash: "none", chance: chanceOf(1), now: now.getTime() });

interface Appointment {
  id: string;
  status: string;
  startsAt: Date;
  expiresAt: Date | null;
}
interface Event {
  appointmentId: string;
  version: number;
  at: Date;
  toStatus: string;
}

describe("the demo, whenever it is imported", () => {
  const anyMoment = fc.date({ min: from, max: to, noInvalidDate: true });

  it("has appointments in every status that the past and the coming weeks can have", () => {
    fc.assert(
      fc.property(anyMoment, (now) => {
        const appointments = tablesAt(now).appointments as Appointment[];
        const statuses = (past: boolean) =>
          new Set(appointments.filter((a) => a.startsAt < now === past).map((a) => a.status));
        const past = ["completed", "no_show", "canceled", "declined", "expired"];
        expect([...statuses(true)]).toEqual(expect.arrayContaining(past));
        const coming = ["pending", "confirmed", "canceled", "declined", "expired"];
        expect([...statuses(false)].sort()).toEqual(coming.sort());
      }),
      { numRuns: 8 },
    );
  });

  it("tells of nothing that has not happened yet, and in order", () => {
    fc.assert(
      fc.property(anyMoment, (now) => {
        const tables = tablesAt(now);
        const events = Map.groupBy(tables.appointment_events as Event[], (e) => e.appointmentId);
        for (const { id, status, expiresAt } of tables.appointments as Appointment[]) {
          const own = events.get(id) ?? [];
          const times = own.map(({ at }) => at.getTime());
          expect(times).toEqual(times.toSorted((a, b) => a - b));
          expect(times.at(-1)).toBeLessThanOrEqual(now.getTime());
          expect(own.at(-1)?.toStatus).toBe(status);
          if (expiresAt) expect(expiresAt > now).toBe(true);
        }
      }),
      { numRuns: 8 },
    );
  });

  it("is the same for the same moment", () => {
    expect(tablesAt(from)).toEqual(tablesAt(from));
  });
});
