import { disconnect } from "#lib/db.ts";
import { supply } from "#lib/env.ts";

// Test files run one after another in one process, which imports modules once. What a file leaves
// behind in them is put back here.

/** The environment before the first test file of this process. */
const outside = { ...process.env };

/** Sets the environment to what it was when the process began, and `settings`. */
export function resetEnvironment(settings: Record<string, string>): void {
  for (const name of Object.keys(process.env)) {
    if (!name.startsWith("VITEST") && !(name in outside)) Reflect.deleteProperty(process.env, name);
  }
  const original = Object.entries(outside).flatMap(([name, value]) =>
    value === undefined || name.startsWith("VITEST") ? [] : [[name, value] as const],
  );
  supply({ ...Object.fromEntries(original), ...settings });
}

/** Closes the connections to a file's database and drops the authorization server that used them. */
export async function releaseDatabase(): Promise<void> {
  await disconnect();
  Reflect.deleteProperty(globalThis, "slotwellProvider");
}
