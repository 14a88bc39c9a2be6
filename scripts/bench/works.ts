import { daysWindow, loadSchedules } from "#lib/availability/queries.ts";
import { addDays, fromEpochDay, type LocalDay } from "#lib/time/local-day.ts";
import { DAY } from "#lib/time/interval.ts";
import type { Statements } from "./plain.ts";

/** Something that the product does, and the same by hand. */
export interface Work {
  name: string;
  connections: number;
  paths: string[];
  statements: Statements;
}

const PROFILE =
  "SELECT id, full_name, biography, languages FROM doctors WHERE id = $1 AND verified_at IS NOT NULL";
/** How far ahead a doctor's page looks for the next free time, in days. */
const LOOK_AHEAD = 30;

/** The works, each over many doctors and three weeks to come. */
export function worksOf(doctorIds: readonly string[], now: Date): Work[] {
  const today = fromEpochDay(Math.floor(now.getTime() / DAY));
  const questions = doctorIds.map((id, index) => ({
    id,
    from: addDays(today, 1 + (index % 3) * 7),
  }));
  const question = (turn: number) => {
    const found = questions[turn % questions.length];
    if (!found) throw new Error("There are no doctors to ask about");
    return found;
  };
  const week: Omit<Work, "connections"> = {
    name: "JSON: free times of a week",
    paths: questions.map(
      ({ id, from }) => `/api/v1/doctors/${id}/slots?from=${from}&to=${addDays(from, 6)}`,
    ),
    statements: (tx, _client, turn) => {
      const { id, from } = question(turn);
      return loadSchedules(tx, [id], daysWindow(from, addDays(from, 6)));
    },
  };
  return [
    { ...week, connections: 1 },
    { ...week, connections: 16 },
    {
      name: "page: a doctor's week",
      connections: 16,
      paths: questions.map(({ id, from }) => `/doctors/${id}?day=${from}`),
      statements: async (tx, client, turn) => {
        const { id, from } = question(turn);
        await client.query({ name: "profile", text: PROFILE, values: [id] });
        const load = (first: LocalDay, days: number) =>
          loadSchedules(tx, [id], daysWindow(first, addDays(first, days)));
        await load(today, LOOK_AHEAD);
        await load(from, 6);
      },
    },
  ];
}
