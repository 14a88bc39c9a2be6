import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#lib/platform/free-port.ts";
import { withoutSettings } from "../product.ts";
import { root } from "../steps.ts";
import { BENCH_KEYS, type BenchDatabase } from "./database.ts";
import { cpuOfTree, peakMemory, type CpuClock } from "./cpu.ts";

/** What the application under measurement signs and seals with: nobody's secret. */
export const BENCH_SECRET = "measured and never kept: the secret of a benchmark";

/** The production build, served as `npm start` does. */
export interface BenchApplication {
  url: string;
  cpu: CpuClock;
  /** In megabytes, so far. */
  peakMemory: () => number | null;
  stop: () => Promise<void>;
}

const READY = /Slotwell is ready at (\S+)/;

/** Builds if the sources changed, starts on a free port, and waits until it answers. */
export async function startApplication(database: BenchDatabase): Promise<BenchApplication> {
  const port = await freePort();
  const folder = join(tmpdir(), `slotwell-bench-${randomBytes(6).toString("hex")}`);
  const child = spawn(process.execPath, [join(root, "scripts/start.mjs")], {
    cwd: root,
    env: {
      ...withoutSettings(),
      PORT: String(port),
      APP_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: folder,
      DATABASE_URL: database.appUrl,
      DATABASE_IDENTITY_URL: database.identityUrl,
      ENCRYPTION_KEYS: BENCH_KEYS,
      AUTH_SECRET: BENCH_SECRET,
      // Counted as ever, but a benchmark may go on.
      API_REQUESTS_PER_MINUTE: "1000000",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        const found = READY.exec((output += text))?.[1];
        if (found) resolve(found);
      });
    }
    void ended.then(() => {
      remove();
      reject(new Error(`The application did not start:\n${output}`));
    });
  });
  const pid = child.pid ?? 0;
  return {
    url,
    cpu: cpuOfTree(pid),
    peakMemory: () => peakMemory(pid),
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      remove();
    },
  };
}
