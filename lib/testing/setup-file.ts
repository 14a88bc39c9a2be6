import { afterAll, beforeEach } from "vitest";
import { log } from "../log.ts";
import { closeTestDatabase, createTestDatabase } from "./database.ts";
import { releaseDatabase, resetEnvironment } from "./fresh-process.ts";

// Runs before each test file, so that `env()` leads it to a database of its own.
// Tests that look at the log spy on it.
log.level = "silent";
resetEnvironment(await createTestDatabase());
// The lines of a minute are counted for the process, which test files share.
beforeEach(() => {
  Reflect.deleteProperty(globalThis, "slotwellRefusalLines");
});
afterAll(async () => {
  await releaseDatabase();
  await closeTestDatabase();
});
