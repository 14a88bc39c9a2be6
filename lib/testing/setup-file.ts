import { afterAll } from "vitest";
import { log } from "../log.ts";
import { closeTestDatabase, createTestDatabase } from "./database.ts";
import { releaseDatabase, resetEnvironment } from "./fresh-process.ts";

// Runs before each test file, so that `env()` leads it to a database of its own.
// Tests that look at the log spy on it.
log.level = "silent";
resetEnvironment(await createTestDatabase());
afterAll(async () => {
  await releaseDatabase();
  await closeTestDatabase();
});
