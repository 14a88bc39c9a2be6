import { defineConfig } from "vitest/config";
import { HeaviestFirst } from "./lib/testing/heaviest-first.ts";

const never = ["node_modules/**", ".next*/**", ".data/**"];

// Four kinds of tests: `*.test.ts` stand beside pure code and need nothing; `*.db.test.ts` stand
// beside commands and run on a real PostgreSQL, each file with a database of its own;
// `*.process.test.ts` start and kill real processes, some of them the whole built product;
// `*.http.test.ts` talk to the running product at SLOTWELL_TEST_URL. Files share the modules of
// their worker, because importing them for each file takes longer than most files run.
export default defineConfig({
  test: {
    isolate: false,
    maxWorkers: 2,
    restoreMocks: true,
    sequence: { hooks: "stack", sequencer: HeaviestFirst },
    setupFiles: ["lib/testing/one-seed.ts"],
    // Against hanging, not against slowness: a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          pool: "threads",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...never, "e2e/**", "**/*.db.test.ts", "**/*.process.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          pool: "forks",
          include: ["**/*.db.test.ts"],
          exclude: [...never, "e2e/**"],
          globalSetup: ["lib/testing/global-setup.ts"],
          setupFiles: ["lib/testing/one-seed.ts", "lib/testing/setup-file.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "process",
          pool: "forks",
          isolate: true,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          include: ["**/*.process.test.ts"],
          exclude: [...never, "e2e/**"],
          testTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: "http",
          pool: "threads",
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          include: ["e2e/http/**/*.http.test.ts"],
          exclude: never,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
