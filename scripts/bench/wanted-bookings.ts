import { randomUUID } from "node:crypto";
import pg from "pg";
import type { UserActor } from "#lib/access/actor.ts";
import { daysWindow, loadSchedules } from "#lib/availability/queries.ts";
import { freeTimes } from "#lib/availability/rules.ts";
import { env } from "#lib/env.ts";
import { rememberSigned } from "#lib/signed-actors.ts";
import { DAY, MINUTE } from "#lib/time/interval.ts";
import { addDays, fromEpochDay } from "#lib/time/local-day.ts";
import { plainTransaction } from "./plain.ts";

/** A visit that nobody else wants: every doctor, patient and time in turn. */
export interface WantedBooking {
  actor: UserActor;
  key: string;
  doctorId: string;
  visitTypeId: string;
  startsAt: Date;
}

/** Beyond what the database is full of, and before what can be booked ahead. */
const DAYS = { from: 30, to: 88 };

/** Bookings that do not stand in each other's way, one doctor after another. */
export async function wantedBookings(
  pool: pg.Pool,
  now: Date,
): Promise<Generator<WantedBooking, void>> {
  const doctors = await pool.query<{ id: string }>("SELECT id FROM doctors ORDER BY id");
  const ids = doctors.rows.map(({ id }) => id);
  const today = fromEpochDay(Math.floor(now.getTime() / DAY));
  const range = { from: addDays(today, DAYS.from), to: addDays(today, DAYS.to) };
  const window = daysWindow(range.from, range.to);
  const schedules = await loadSchedules(plainTransaction(pool), ids, window);
  const offers = ids.flatMap((id) => {
    const schedule = schedules.get(id);
    const visitType = schedule?.visitTypes[0];
    if (!visitType) return [];
    const starts = [...freeTimes(schedule, visitType, range, now.getTime())].map(
      ({ start }) => start,
    );
    return [{ doctorId: id, visitTypeId: visitType.id, starts }];
  });
  return inTurn(offers, await patients());
}

interface Offer {
  doctorId: string;
  visitTypeId: string;
  starts: number[];
}

/** At one instant no two doctors see the same patient: only the doctor's number differs then. */
function* inTurn(offers: Offer[], actors: UserActor[]): Generator<WantedBooking, void> {
  for (let turn = 0; ; turn += 1) {
    for (const [number, { doctorId, visitTypeId, starts }] of offers.entries()) {
      const start = starts[turn];
      if (start === undefined) return;
      const actor = actors[((start / (30 * MINUTE)) * offers.length + number) % actors.length];
      if (!actor) return;
      yield { actor, key: randomUUID(), doctorId, visitTypeId, startsAt: new Date(start) };
    }
  }
}

/**
 * Whose account belongs to which patient only identity's login may ask. It signs them too, as the lookup
 * of a session does for a request.
 */
async function patients(): Promise<UserActor[]> {
  const identity = new pg.Client({ connectionString: env().DATABASE_IDENTITY_URL });
  await identity.connect();
  await identity.query("SET ROLE slotwell_identity");
  const { rows } = await identity.query<{ userId: string; patientId: string; signed: string }>(
    `SELECT u.id AS "userId", p.patient_id AS "patientId", sign_actor(u.id, '') AS signed
     FROM users u, profiles_of(u.id) p WHERE u.role = 'patient' ORDER BY u.id`,
  );
  await identity.end();
  for (const row of rows) rememberSigned(row, row.signed);
  return rows.map(({ userId, patientId }) => ({
    ...{ kind: "user", userId, patientId },
    scopes: null,
    role: "patient",
    name: "A patient",
    preferredName: null,
    pronouns: null,
    email: null,
    doctorId: null,
  }));
}
