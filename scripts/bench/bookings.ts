import { spawn } from "node:child_process";
import { join } from "node:path";
import { withoutSettings } from "../product.ts";
import { root } from "../steps.ts";
import { BENCH_KEYS, type BenchDatabase } from "./database.ts";

/** Bookings a second, and what each cost the processors on the side of the client in milliseconds. */
interface Booked {
  perSecond: number;
  cpu: number;
}

/** Books through the command and by hand, in turns, for some seconds each (see booker.ts). */
export async function compareBookings(
  { appUrl, identityUrl }: BenchDatabase,
  seconds: number,
): Promise<{ command: Booked; byHand: Booked }> {
  const child = spawn(
    process.execPath,
    [join(root, "scripts/bench/booker.ts"), String(seconds / 4)],
    {
      cwd: root,
      env: {
        ...withoutSettings(),
        DATABASE_URL: appUrl,
        DATABASE_IDENTITY_URL: identityUrl,
        ENCRYPTION_KEYS: BENCH_KEYS,
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error("The bookings failed");
  return JSON.parse(output) as { command: Booked; byHand: Booked };
}
