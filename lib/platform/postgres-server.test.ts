import { expect, test } from "vitest";
import { lastReason } from "./postgres-server.ts";

test("returns the last fatal line of a log, else the last line, and not what early clients were told", () => {
  const log = `
2026-11-28 00:16:09 UTC [1] LOG:  starting PostgreSQL 18.4
2026-11-28 00:16:09 UTC [2] FATAL:  the database system is starting up
2026-11-28 00:16:10 UTC [3] FATAL:  could not write to file "pg_wal/xlogtemp.3": No space left on device
2026-11-28 00:16:10 UTC [4] FATAL:  the database system is shutting down
2026-11-28 00:16:10 UTC [1] LOG:  database system is shut down
`;
  expect(lastReason(log)).toBe(
    'could not write to file "pg_wal/xlogtemp.3": No space left on device',
  );
  expect(lastReason("FATAL:  the database system is starting up\n")).toBeNull();
  expect(lastReason("postgres: could not find the database system\n")).toBe(
    "could not find the database system",
  );
});
