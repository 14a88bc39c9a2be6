import { afterAll } from "vitest";
import { closeTestDatabase, createTestDatabase } from "./database.ts";

// Before the test file is loaded, so that `env()` finds these settings on first use.
Object.assign(process.env, await createTestDatabase());
afterAll(closeTestDatabase);
