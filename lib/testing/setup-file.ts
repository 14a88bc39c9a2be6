import { afterAll } from "vitest";
import { closeTestDatabase, createTestDatabase } from "./database.ts";
import { releaseDatabase, resetEnvironment } from "./fresh-process.ts";

// Runs before each test file, so that `env()` leads it to a database of its own.
resetEnvironment(await createTestDatabase());
afterAll(async () => {
  await releaseDatabase();
  await closeTestDatabase();
});
