import pg from "pg";
import { supply } from "#lib/env.ts";
import { BENCH_SECRET, type BenchApplication } from "./application.ts";
import type { BenchDatabase } from "./database.ts";
import { driveHttp, type Asked } from "./http.ts";
import { measure } from "./measure.ts";
import type { Row } from "./report.ts";
import { issueTokens } from "./tokens.ts";
import { wantedBookings } from "./wanted-bookings.ts";
import { weekOf } from "./works.ts";

const CONNECTIONS = 16;

/** What a program asks for on behalf of patients, each with a token of their own. */
export async function driveApi(
  database: BenchDatabase,
  application: BenchApplication,
  { appointments, seconds, now }: { appointments: number; seconds: number; now: Date },
): Promise<{ rows: Row[]; scans: TokenScans }> {
  supply({
    ...{ AUTH_SECRET: BENCH_SECRET, DATABASE_URL: database.appUrl },
    DATABASE_IDENTITY_URL: database.identityUrl,
  });
  const pool = new pg.Pool({ connectionString: database.appUrl });
  const works = await worksOf(database, pool, now);
  let requests = 0;
  const drive = (next: () => Asked, howLong: number) => {
    const counted = () => {
      requests += 1;
      return next();
    };
    const load = { url: application.url, connections: CONNECTIONS, seconds: howLong };
    return driveHttp({ ...load, next: counted });
  };
  // Connections tell late what they have read: after this, what they read before there were tokens is told.
  for (const { next } of works.slice(0, 1)) await drive(next, 3);
  const before = await scansOf(database);
  requests = 0;
  const rows: Row[] = [];
  for (const { work, next } of works) {
    console.log(`${work}, ${CONNECTIONS} connection(s) …`);
    await drive(next, 3);
    const http = await measure({ client: application.cpu, database: database.cpu }, () =>
      drive(next, seconds),
    );
    rows.push({ work, appointments, connections: CONNECTIONS, http });
  }
  await pool.end();
  const after = await scansOf(database);
  const scans = {
    whole: after.whole - before.whole,
    indexed: (after.indexed - before.indexed) / requests,
  };
  return { rows, scans };
}

async function worksOf(
  database: BenchDatabase,
  pool: pg.Pool,
  now: Date,
): Promise<{ work: string; next: () => Asked }[]> {
  const tokens = await issueTokens(database);
  const users = [...tokens.keys()];
  const as = (userId = "") => ({ authorization: `Bearer ${tokens.get(userId) ?? ""}` });
  const week = weekOf(database.doctorIds, now).paths;
  const wanted = await wantedBookings(pool, now);
  let turn = 0;
  const inTurn = <T>(all: readonly T[]): T | undefined => all[turn++ % all.length];
  return [
    {
      work: "token: my appointments",
      next: () => ({ path: "/api/v1/appointments?limit=20", headers: as(inTurn(users)) }),
    },
    {
      work: "token: free times of a week",
      next: () => ({ path: inTurn(week) ?? "", headers: as(users[turn % users.length]) }),
    },
    {
      work: "token: book",
      next: () => {
        const { value } = wanted.next();
        if (!value) throw new Error("Every time is booked");
        const { actor, key, doctorId, visitTypeId, startsAt } = value;
        const body = { doctorId, visitTypeId, startsAt, reason: "A check" };
        const headers = { ...as(actor.userId), "idempotency-key": key };
        return { path: "/api/v1/appointments", headers, body };
      },
    },
  ];
}

/** How the tables of tokens and programs were read: from end to end, and by index per request. */
interface TokenScans {
  whole: number;
  indexed: number;
}

async function scansOf({ ownerUrl }: BenchDatabase): Promise<TokenScans> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query<TokenScans>(
    `SELECT seq_scan::int AS whole, idx_scan::int AS indexed FROM pg_stat_user_tables
     WHERE relname = 'oidc_artifacts'`,
  );
  await client.end();
  return rows[0] ?? { whole: 0, indexed: 0 };
}
