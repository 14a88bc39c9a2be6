// Books visits through the command and by hand, in turns, and prints what came of it as JSON. A
// process of its own, because the product's pool takes its address from the environment.
import { performance } from "node:perf_hooks";
import pg from "pg";
import { bookAppointment } from "#lib/appointments/book.ts";
import { disconnect } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { bookByHand } from "./book-by-hand.ts";
import { wantedBookings, type WantedBooking } from "./wanted-bookings.ts";

/** Who book at once, over as many connections as the product's pool has. */
const BOOKERS = 16;
const CONNECTIONS = 10;
const ROUNDS = 4;
const seconds = Number(process.argv[2] ?? 2);

type Booking = (wanted: WantedBooking, now: Date) => Promise<unknown>;

const pool = new pg.Pool({
  connectionString: env().DATABASE_URL,
  options: "-c TimeZone=UTC -c search_path=public",
  max: CONNECTIONS,
});
const now = new Date();
const wanted = await wantedBookings(pool, now);
const ways: Record<"command" | "byHand", Booking> = {
  command: ({ actor, key, ...input }) =>
    bookAppointment(actor, { ...input, reason: "A check" }, { now, idempotencyKey: key }),
  byHand: (booking) => bookByHand(pool, booking, now),
};
const done = { command: 0, byHand: 0 };
const spent = { command: 0, byHand: 0 };
const cpu = { command: 0, byHand: 0 };

for (const booking of Object.values(ways)) await drive(booking, 1);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const way of ["command", "byHand"] as const) {
    const began = performance.now();
    const used = process.cpuUsage();
    done[way] += await drive(ways[way], seconds);
    const { user, system } = process.cpuUsage(used);
    spent[way] += (performance.now() - began) / 1000;
    cpu[way] += (user + system) / 1000;
  }
}
await Promise.all([pool.end(), disconnect()]);
console.log(
  JSON.stringify({
    command: { perSecond: done.command / spent.command, cpu: cpu.command / done.command },
    byHand: { perSecond: done.byHand / spent.byHand, cpu: cpu.byHand / done.byHand },
  }),
);

/** Bookers side by side for as long as told; gives how many visits they booked. */
async function drive(book: Booking, forSeconds: number): Promise<number> {
  const until = performance.now() + forSeconds * 1000;
  let booked = 0;
  const booker = async () => {
    while (performance.now() < until) {
      const next = wanted.next();
      if (next.done) throw new Error("Every time is booked");
      await book(next.value, now);
      booked += 1;
    }
  };
  await Promise.all(Array.from({ length: BOOKERS }, booker));
  return booked;
}
