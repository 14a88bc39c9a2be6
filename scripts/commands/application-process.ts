import { fork } from "node:child_process";
import { join } from "node:path";
import { environmentOfApplication } from "#lib/env.ts";
import { root } from "../steps.ts";
import type { Mode } from "./mode.ts";

/** The application in a process of its own (scripts/application.ts). */
export interface ApplicationProcess {
  /** Resolves to false if it ended before. */
  listening: Promise<boolean>;
  /** Resolves to false if it ended before. */
  ready: Promise<boolean>;
  /** Resolves to how it ended: "code 1", "SIGKILL". */
  ended: Promise<string>;
  /** Sends the settings that it waits for. */
  configure: (settings: Record<string, string>) => void;
  /** Resolves when it has ended. */
  stop: (timeoutMs: number) => Promise<void>;
}

const MAX_HEAP_MB = 256;
/**
 * V8 counts the young generation, which grew to 130 MB by default, towards the limit of the heap,
 * and then collected the old generation all the time.
 */
const MAX_SEMI_SPACE_MB = 8;

export function startApplication(mode: Mode): ApplicationProcess {
  const child = fork(join(root, "scripts/application.ts"), [mode], {
    cwd: root,
    env: environmentOfApplication(),
    execArgv: [
      ...(mode === "dev"
        ? []
        : [`--max-old-space-size=${MAX_HEAP_MB}`, `--max-semi-space-size=${MAX_SEMI_SPACE_MB}`]),
      // A deprecation inside a dependency of next-auth, which operators cannot act on.
      "--disable-warning=DEP0169",
    ],
  });
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
  const said = (wanted: string) =>
    new Promise<boolean>((resolve) => {
      child.on("message", (message) => {
        if (message === wanted) resolve(true);
      });
      void ended.then(() => resolve(false));
    });
  return {
    listening: said("listening"),
    ready: said("ready"),
    ended,
    configure: (settings) => child.send(settings, () => undefined),
    stop: async (timeoutMs) => {
      const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
      child.kill("SIGTERM");
      await ended;
      clearTimeout(timer);
    },
  };
}
