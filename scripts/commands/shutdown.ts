import { setTimeout as sleep } from "node:timers/promises";
import { disconnect } from "#lib/db.ts";
import type { Database } from "#lib/platform/database.ts";
import type { Server } from "#lib/platform/server.ts";

/**
 * Ends everything in order when the process is told to: requests, Next.js, pools, database. A second
 * signal changes nothing, and neither does one that comes while all is still starting.
 */
export function shutDownOnSignal(server: Server, opening: Promise<Database>) {
  const first: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  const now = () => (ending ??= end());
  const end = async () => {
    await server.close();
    for (const close of [...first, disconnect]) {
      await Promise.race([close().catch(() => undefined), sleep(500)]);
    }
    const database = await opening.catch(() => null);
    await database?.close();
  };
  const onSignal = () => void now().finally(() => process.exit(0));
  // "disconnect": the process that started this one is gone.
  for (const event of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) process.on(event, onSignal);
  return {
    now,
    requested: () => ending !== undefined,
    /** Adds something to close once no request is being answered any more. */
    closeFirst: (close: () => Promise<void>) => void first.push(close),
  };
}
