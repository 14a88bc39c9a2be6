import { EnvError } from "#lib/env.ts";
import { StartupError } from "#lib/platform/startup-error.ts";

/** Ends the process with the message of an error that the operator can mend, else with its stack. */
export function exitWith(error: unknown): never {
  const expected = error instanceof EnvError || error instanceof StartupError;
  console.error(expected ? error.message : error);
  process.exit(1);
}
