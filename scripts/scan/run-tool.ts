import { spawn } from "node:child_process";

export interface ToolOutput {
  /** What it printed. */
  output: string;
  /** Null if it had to be ended after its time. */
  code: number | null;
}

/**
 * Runs a program that is installed on this machine, for `seconds` at most.
 *
 * @throws an error that says how to install it.
 */
export function runTool(
  program: string,
  args: readonly string[],
  seconds: number,
): Promise<ToolOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: seconds * 1000,
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", () =>
      reject(new Error(`${program} is not installed: apt-get install ${program}`)),
    );
    child.once("close", (code) => resolve({ output, code }));
  });
}
