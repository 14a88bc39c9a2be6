// Running tools as child processes, on the Node.js that runs this script.
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

export const root = join(import.meta.dirname, "..");

export interface Outcome {
  name: string;
  passed: boolean;
  seconds: number;
  output: string;
}

export interface Step {
  name: string;
  /** A script or a tool's entry file below the project's root, then its arguments. */
  command: [file: string, ...args: string[]];
  env?: Record<string, string>;
  /** Show the output as it comes, not only after a failure. */
  live?: boolean;
}

/** Runs one step to its end; it passes when it exits with 0. */
export function runStep({ name, command, env, live = false }: Step): Promise<Outcome> {
  const [file, ...args] = command;
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, file), ...args], {
    cwd: root,
    env: { ...environment(), ...env },
    stdio: live ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  return new Promise((resolve) => {
    const end = (passed: boolean) => {
      children.delete(child);
      resolve({ name, passed, seconds: (performance.now() - started) / 1000, output });
    };
    children.add(child);
    child.on("error", (error) => {
      output += error.message;
      end(false);
    });
    child.on("close", (code) => end(code === 0));
  });
}

/** Runs work as soon as one of its places is free. */
export type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets `most` pieces of work run at once; the others wait, first come, first served. */
export function limiter(most: number): Limiter {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/** Runs one step and prints how it ended, with its output if it failed. */
export async function runAndTell(step: Step): Promise<Outcome> {
  const outcome = await runStep(step);
  tell(outcome);
  return outcome;
}

function tell({ name, passed, seconds, output }: Outcome): void {
  console.log(`  ${passed ? "✓" : "✗"} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(5)} s`);
  if (!passed) console.log(output.trimEnd().replace(/^/gm, "    "));
}

/** This process's environment, with the pinned Node.js and the project's tools first on the PATH. */
export function environment(): NodeJS.ProcessEnv {
  const bin = join(root, "node_modules/.bin");
  return { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` };
}

const children = new Set<ReturnType<typeof spawn>>();

/** Sends a signal to every step that still runs. */
export function stopSteps(signal: NodeJS.Signals): void {
  for (const child of children) child.kill(signal);
}
