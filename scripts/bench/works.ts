import { daysWindow, loadBusy, loadSchedules } from "#lib/availability/queries.ts";
import { addDays, fromEpochDay, toEpochDay, type LocalDay } from "#lib/time/local-day.ts";
import { DAY } from "#lib/time/interval.ts";
import type { Statements } from "./plain.ts";

export const SEARCH = "JSON: earliest times of two weeks";

/** Something that the product does, and the same by hand. */
export interface Work {
  name: string;
  connections: number;
  paths: string[];
  statements: Statements;
}

const PROFILE =
  "SELECT id, full_name, biography, languages FROM doctors WHERE id = $1 AND verified_at IS NOT NULL";
const DOCTORS = "SELECT id FROM doctors WHERE verified_at IS NOT NULL AND accepting_patients";
/** How far ahead a doctor's page looks for the next free time, in days. */
const LOOK_AHEAD = 30;

/** How many doctors are asked for, one by one. */
const ASKED = 100;
/** Whoever looks for the earliest times looks at about this much of what is taken. */
const FIRST_STRETCH = DAY / 2;

/** The works, each over many doctors and three weeks to come. */
export function worksOf(doctorIds: readonly string[], now: Date): Work[] {
  const today = todayOf(now);
  const questions = questionsOf(doctorIds, now);
  const question = (turn: number) => inTurn(questions, turn);
  const week = weekOf(doctorIds, now);
  return [
    { ...week, connections: 1 },
    { ...week, connections: 16 },
    searchOf(now),
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

/** One doctor's free times of a week, as JSON. */
export function weekOf(doctorIds: readonly string[], now: Date): Omit<Work, "connections"> {
  const questions = questionsOf(doctorIds, now);
  return {
    name: "JSON: free times of a week",
    paths: questions.map(
      ({ id, from }) => `/api/v1/doctors/${id}/slots?from=${from}&to=${addDays(from, 6)}`,
    ),
    statements: (tx, _client, turn) => {
      const { id, from } = inTurn(questions, turn);
      return loadSchedules(tx, [id], daysWindow(from, addDays(from, 6)));
    },
  };
}

/** The earliest times of two weeks over everybody, on any day of the week and in parts of it. */
function searchOf(now: Date): Work {
  const days = Array.from({ length: 7 }, (_, day) => addDays(todayOf(now), 1 + day));
  return {
    name: SEARCH,
    connections: 1,
    paths: days.flatMap((from) =>
      ["", "&part=morning", "&part=afternoon&limit=100"].map(
        (rest) => `/api/v1/slots?from=${from}&to=${addDays(from, 13)}${rest}`,
      ),
    ),
    statements: async (tx, client, turn) => {
      const start = toEpochDay(inTurn(days, turn)) * DAY;
      const { rows } = await client.query<{ id: string }>({ name: "doctors", text: DOCTORS });
      const ids = rows.map(({ id }) => id);
      await loadSchedules(tx, ids, null);
      await loadBusy(tx, ids, { start, end: start + FIRST_STRETCH });
    },
  };
}

const todayOf = (now: Date): LocalDay => fromEpochDay(Math.floor(now.getTime() / DAY));

function questionsOf(doctorIds: readonly string[], now: Date) {
  return doctorIds.slice(0, ASKED).map((id, index) => ({
    id,
    from: addDays(todayOf(now), 1 + (index % 3) * 7),
  }));
}

function inTurn<T>(questions: readonly T[], turn: number): T {
  const found = questions[turn % questions.length];
  if (found === undefined) throw new Error("There are no doctors to ask about");
  return found;
}
