import type pg from "pg";
import { importHistory } from "./import-role.ts";
import { addAppointments, addPatients, addPractices } from "./large-statements.ts";

/** How many of what a benchmark's database holds. */
export interface LargeSize {
  now: Date;
  doctors: number;
  patients: number;
  appointments: number;
}

/**
 * Fills an empty database with a whole town's appointments: the four weeks to come are about 60 %
 * full, the rest is spread evenly over five years past. Nobody in it can sign in, and appointments
 * have no events. The same input gives the same appointments, their ids aside.
 *
 * @param ownerUrl the login that owns the schema.
 * @throws Error if anybody is in the database already, or if the four weeks alone would be more
 * than `appointments`.
 */
export async function seedLarge(ownerUrl: string, size: LargeSize): Promise<void> {
  const { now, ...detail } = size;
  await importHistory(ownerUrl, { action: "demo.import", detail }, async (client) => {
    await run(client, addPractices, [now, size.doctors]);
    await run(client, addPatients, [now, size.patients]);
    const coming = await run(client, addAppointments.coming, [now]);
    const past = size.appointments - coming;
    if (past < 0) throw new Error(`${size.doctors} doctors need more than ${coming} appointments.`);
    await run(client, addAppointments.past, [now, past]);
  });
}

/** Runs statements in order; gives the number of rows of the last. */
async function run(client: pg.Client, statements: string[], values: unknown[]): Promise<number> {
  let count = 0;
  for (const statement of statements) {
    count = (await client.query(statement, values)).rowCount ?? 0;
  }
  return count;
}
