import { defineConfig } from "vitest/config";

const never = ["node_modules/**", ".next*/**", ".data/**", "e2e/**"];

// Two kinds of tests: `*.test.ts` stand beside pure code and need nothing; `*.db.test.ts` stand
// beside commands and run on a real PostgreSQL, each file in a process and a database of its own.
export default defineConfig({
  test: {
    isolate: true,
    pool: "forks",
    maxWorkers: 2,
    restoreMocks: true,
    sequence: { hooks: "stack" },
    setupFiles: ["lib/testing/one-seed.ts"],
    // Against hanging, not against slowness: a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...never, "**/*.db.test.ts", "**/*.process.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "process",
          include: ["**/*.process.test.ts"],
          exclude: never,
          testTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: never,
          globalSetup: ["lib/testing/global-setup.ts"],
          setupFiles: ["lib/testing/one-seed.ts", "lib/testing/setup-file.ts"],
        },
      },
    ],
  },
});
