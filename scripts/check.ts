// `npm run check`: every static check. A check that fails shows its findings; all of them are run.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, runStep, runSteps, tell, type Outcome } from "./steps.ts";

/** Runs every static check, the slowest first, and tells about each. */
export async function runChecks(): Promise<Outcome[]> {
  const prepared = await prepare();
  if (prepared.some((outcome) => !outcome.passed)) return prepared;
  return runSteps([
    {
      name: "lint",
      command: ["node_modules/eslint/bin/eslint.js", ".", "--max-warnings=0"],
    },
    { name: "types", command: ["node_modules/typescript/bin/tsc", "--pretty", "false"] },
    {
      name: "format",
      command: [
        "node_modules/prettier/bin/prettier.cjs",
        "--check",
        "--cache",
        "--cache-strategy=content",
        "--log-level=warn",
        ".",
      ],
    },
    {
      name: "import rules",
      command: ["node_modules/dependency-cruiser/bin/dependency-cruiser.mjs", "."],
    },
    { name: "dead code", command: ["node_modules/knip/bin/knip.js", "--no-progress"] },
  ]);
}

/** Next.js writes the types of the routes, `PageProps` among them, that the code refers to. */
async function prepare(): Promise<Outcome[]> {
  if (!existsSync(join(root, "next.config.js"))) return [];
  const outcome = await runStep({
    name: "route types",
    command: ["node_modules/next/dist/bin/next", "typegen"],
    env: { NEXT_TELEMETRY_DISABLED: "1" },
  });
  tell(outcome);
  return [outcome];
}

if (import.meta.main) {
  const outcomes = await runChecks();
  const failed = outcomes.filter((outcome) => !outcome.passed).map((outcome) => outcome.name);
  console.log(failed.length === 0 ? "All checks passed" : `Failed: ${failed.join(", ")}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
