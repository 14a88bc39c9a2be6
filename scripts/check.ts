// `npm run check`: every static check. All of them run; a check that fails prints its findings.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { limiter, root, runAndTell, type Limiter, type Outcome, type Step } from "./steps.ts";

const UNTYPED: Step[] = [
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
];

/** These read the types of the routes, `PageProps` among them, which Next.js generates. */
const TYPED: Step[] = [
  { name: "lint", command: ["node_modules/eslint/bin/eslint.js", ".", "--max-warnings=0"] },
  { name: "types", command: ["node_modules/typescript/bin/tsc", "--pretty", "false"] },
];

const ROUTE_TYPES: Step = {
  name: "route types",
  command: ["node_modules/next/dist/bin/next", "typegen"],
  env: { NEXT_TELEMETRY_DISABLED: "1" },
};

/**
 * Runs every static check and prints how each ended.
 *
 * @param inTurn decides when a check may run.
 * @param built a build under way: it deletes the types of the routes while it runs.
 */
export async function runChecks(
  inTurn: Limiter = limiter(2),
  built: Promise<unknown> = Promise.resolve(),
): Promise<Outcome[]> {
  const run = (step: Step) => inTurn(() => runAndTell(step));
  const typed = async (): Promise<Outcome[]> => {
    await built;
    if (!existsSync(join(root, "next.config.js"))) return Promise.all(TYPED.map(run));
    const generated = await runAndTell(ROUTE_TYPES);
    return [generated, ...(generated.passed ? await Promise.all(TYPED.map(run)) : [])];
  };
  return (await Promise.all([typed(), ...UNTYPED.map(run)])).flat();
}

if (import.meta.main) {
  const outcomes = await runChecks();
  const failed = outcomes.filter((outcome) => !outcome.passed).map((outcome) => outcome.name);
  console.log(failed.length === 0 ? "All checks passed" : `Failed: ${failed.join(", ")}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
