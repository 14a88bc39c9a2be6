import { setTimeout as sleep } from "node:timers/promises";
import { disconnect } from "#lib/db.ts";
import { disconnectHealth } from "#lib/platform/health.ts";
import type { Server } from "#lib/platform/server.ts";
import type { Mode } from "./mode.ts";
import { onStop } from "./on-stop.ts";

/** How long the server says "not ready" before it closes its port. */
const NOTICE_MS: Record<Mode, number> = { start: 1_000, dev: 0, serve: 3_000 };
const CLOSE_TIMEOUT_MS = 250;

/**
 * Ends the application in order when it is told to: requests, what is in the returned list, pools.
 */
export function stopOnSignal(server: Server, mode: Mode): (() => Promise<void>)[] {
  const closing: (() => Promise<void>)[] = [];
  const end = async () => {
    await server.close(NOTICE_MS[mode]);
    for (const close of [...closing, disconnect]) {
      await Promise.race([close().catch(() => undefined), sleep(CLOSE_TIMEOUT_MS)]);
    }
    disconnectHealth();
    process.exit(0);
  };
  onStop(() => void end());
  return closing;
}
