import { setTimeout as sleep } from "node:timers/promises";
import { disconnect } from "#lib/db.ts";
import { disconnectHealth } from "#lib/platform/health.ts";
import type { Server } from "#lib/platform/server.ts";
import type { Mode } from "./mode.ts";

/** How long the server says "not ready" before it closes its port. */
const NOTICE_MS: Record<Mode, number> = { start: 1_000, dev: 0, serve: 3_000 };
const CLOSE_TIMEOUT_MS = 300;

/**
 * Ends the application in order when it is told to: requests, what is in the returned list, pools.
 * A second signal changes nothing. "disconnect": the supervisor is gone.
 */
export function stopOnSignal(server: Server, mode: Mode): (() => Promise<void>)[] {
  const closing: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  const end = async () => {
    await server.close(NOTICE_MS[mode]);
    for (const close of [...closing, disconnect]) {
      await Promise.race([close().catch(() => undefined), sleep(CLOSE_TIMEOUT_MS)]);
    }
    disconnectHealth();
    process.exit(0);
  };
  for (const event of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) {
    process.on(event, () => void (ending ??= end()));
  }
  return closing;
}
