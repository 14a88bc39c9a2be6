import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { env } from "../env.ts";
import { migrationsOnDisk } from "./migrations.ts";
import { OUTAGE_RETRY_SECONDS } from "../outage.ts";

/** What the application needs from the database. */
export interface Readiness {
  /** It answers. */
  database: boolean;
  /** It stores what is written. */
  writable: boolean;
  /** It has every migration of this version. */
  migrations: boolean;
}

/** `starting` and `stopping` are not ready, whatever the database says. */
export type Phase = "starting" | "serving" | "stopping";

const PATHS = ["/api/health/live", "/api/health/ready"];
/** An answer comes within 2 s, whatever hangs. */
const CHECK_TIMEOUT_MS = 1_700;
const NOT_READY: Readiness = { database: false, writable: false, migrations: false };

/**
 * Answers the health endpoints before anything else sees the request, so that they work while the
 * application starts, stops, or waits for the database.
 *
 * @returns whether it was a request for one of them.
 */
export function answerHealth(
  { method, url = "" }: IncomingMessage,
  response: ServerResponse,
  phase: Phase,
): boolean {
  const [path = ""] = url.split("?");
  if (!PATHS.includes(path)) return false;
  if (method !== "GET" && method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
  } else if (path.endsWith("/live")) {
    send(response, 200, { status: "ok" });
  } else {
    void answerReady(response, phase);
  }
  return true;
}

async function answerReady(response: ServerResponse, phase: Phase): Promise<void> {
  const checks = phase === "starting" ? NOT_READY : await readiness();
  const ready = phase === "serving" && Object.values(checks).every(Boolean);
  const status = ready ? "ok" : phase === "serving" ? "unavailable" : phase;
  if (!ready) response.setHeader("retry-after", OUTAGE_RETRY_SECONDS);
  send(response, ready ? 200 : 503, { status, checks });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

let connection: pg.Client | null = null;
let checking: Promise<Readiness> | null = null;

/**
 * Checks the database over a connection of its own, so that a used-up pool cannot hide the answer.
 * Requests at the same time share one check.
 */
function readiness(): Promise<Readiness> {
  return (checking ??= check().finally(() => (checking = null)));
}

async function check(): Promise<Readiness> {
  const found = { ...NOT_READY };
  const timeout = sleep(CHECK_TIMEOUT_MS, true);
  const timedOut = await Promise.race([timeout, examine(found).catch(() => true)]);
  // A connection that failed or hangs is not used again.
  if (timedOut) disconnectHealth();
  return found;
}

/** Notes in `found` what holds, step by step. @throws whatever the database answers. */
async function examine(found: Readiness): Promise<false> {
  connection ??= await connect();
  const wanted = migrationsOnDisk();
  const { rows } = await connection.query<{ name: string }>("SELECT applied_migrations() AS name");
  const applied = rows.map(({ name }) => name);
  found.database = true;
  found.migrations = wanted.every(({ name }) => applied.includes(name));
  await connection.query("UPDATE readiness_probe SET checked_at = clock_timestamp()");
  found.writable = true;
  return false;
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: env().DATABASE_URL,
    connectionTimeoutMillis: CHECK_TIMEOUT_MS,
    statement_timeout: CHECK_TIMEOUT_MS,
    application_name: "slotwell health",
  });
  client.on("error", () => {
    if (connection === client) disconnectHealth();
  });
  await client.connect();
  return client;
}

/** Closes the connection of the health endpoints. */
export function disconnectHealth(): void {
  void connection?.end().catch(() => undefined);
  connection = null;
}
