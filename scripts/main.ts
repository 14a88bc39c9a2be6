// What the bootstrap (start.mjs) hands over to, on the pinned runtime.
import { EnvError } from "#lib/env.ts";
import { StartupError } from "#lib/platform/startup-error.ts";

const commands: Record<string, () => Promise<void>> = {
  start: async () => (await import("./commands/serve.ts")).serve("start"),
  dev: async () => (await import("./commands/serve.ts")).serve("dev"),
  serve: async () => (await import("./commands/serve.ts")).serve("serve"),
  migrate: async () => (await import("./commands/migrate.ts")).migrateCommand(),
  seed: async () => (await import("./commands/seed.ts")).seedCommand(),
  "admin:create": async () => (await import("./commands/admin-create.ts")).adminCreateCommand(),
  "keys:rotate": async () => (await import("./commands/keys-rotate.ts")).keysRotateCommand(),
};

const [, , name = "start"] = process.argv;
try {
  const command = commands[name];
  if (!command) throw new StartupError(`There is no command ${name}.`);
  await command();
} catch (error) {
  const expected = error instanceof EnvError || error instanceof StartupError;
  console.error(expected ? error.message : error);
  process.exit(1);
}
