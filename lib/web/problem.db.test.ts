import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { asActor, disconnect } from "../db.ts";
import { log } from "../log.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor, makePatient } from "../testing/people.ts";
import { problemOf } from "./problem.ts";

const { superuser, appUrl } = testDatabase();
let patient: UserActor;

beforeAll(async () => {
  patient = (await makePatient()).actor;
});
beforeEach(() => {
  vi.spyOn(log, "error").mockImplementation(() => undefined);
});
afterAll(disconnect);

async function expectUnavailable(request: Promise<unknown>): Promise<void> {
  const response = problemOf(await request.catch((error: unknown) => error));
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await response.json()).toMatchObject({ code: "unavailable" });
}

test("answers 503 when another transaction holds a lock for longer than lock_timeout", async () => {
  const { username, pathname } = new URL(appUrl);
  await superuser.query(
    `ALTER ROLE ${username} IN DATABASE ${pathname.slice(1)} SET lock_timeout = '50ms'`,
  );
  await disconnect();
  const { doctorId } = await makeDoctor();
  const holder = await superuser.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT lock_schedule($1)", [doctorId]);
  const input = { doctorId, startsAt: new Date("2025-01-08T14:00:00Z") };
  await expectUnavailable(
    bookAppointment(patient, input, { now: new Date("2025-01-06T12:00:00Z") }),
  );
  await holder.query("ROLLBACK");
  holder.release();
});

test("answers 503 when a statement takes longer than statement_timeout", async () => {
  const request = asActor(patient, async (tx) => {
    await tx.$executeRaw`SET LOCAL statement_timeout = '50ms'`;
    await tx.$queryRaw`SELECT FROM pg_sleep(60)`;
  });
  await expectUnavailable(request);
});

test("answers 503 when a transaction was idle for longer than its limit, and goes on", async () => {
  const request = asActor(patient, async (tx) => {
    const [backend] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    await tx.$executeRaw`SET LOCAL idle_in_transaction_session_timeout = '50ms'`;
    const isThere = async () =>
      (await superuser.query("SELECT FROM pg_stat_activity WHERE pid = $1", [backend?.pid]))
        .rowCount;
    await expect.poll(isThere, { timeout: 30_000 }).toBe(0);
    await tx.patient.count();
  });
  await expectUnavailable(request);
  expect(await asActor(patient, (tx) => tx.patient.count())).toBe(1);
});
