// What the bootstrap (start.mjs) hands over to, on the pinned runtime.
import { StartupError } from "#lib/platform/startup-error.ts";
import { exitWith } from "./commands/exit-with.ts";
import { isMode } from "./commands/mode.ts";

const commands: Record<string, () => Promise<void>> = {
  migrate: async () => (await import("./commands/migrate.ts")).migrateCommand(),
  seed: async () => (await import("./commands/seed.ts")).seedCommand(),
  "admin:create": async () => (await import("./commands/admin-create.ts")).adminCreateCommand(),
  "audit:verify": async () => (await import("./commands/audit-verify.ts")).auditVerifyCommand(),
  "keys:rotate": async () => (await import("./commands/keys-rotate.ts")).keysRotateCommand(),
};

async function run(name = "start"): Promise<void> {
  if (isMode(name)) return (await import("./commands/supervise.ts")).supervise(name);
  const command = commands[name];
  if (!command) throw new StartupError(`There is no command ${name}.`);
  await command();
}

try {
  await run(process.argv[2]);
} catch (error) {
  exitWith(error);
}
