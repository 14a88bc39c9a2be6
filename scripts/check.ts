// `npm run check`: every static check. All of them run; a check that fails prints its findings.
import { buildIsCurrent } from "./bootstrap/build.mjs";
import { limiter, runAndTell, type Limiter, type Outcome, type Step } from "./steps.ts";

const UNTYPED: Step[] = [
  { name: "lint", command: ["node_modules/eslint/bin/eslint.js", ".", "--max-warnings=0"] },
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

/** Checks the types, those of the routes (`PageProps` …) among them, and the rules that need types. */
const TYPES: Step = {
  name: "types",
  command: ["node_modules/oxlint/bin/oxlint", "--max-warnings=0"],
};

/** Generates the types of the routes, as each build does. */
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
  const types = async (): Promise<Outcome[]> => {
    await built;
    if (buildIsCurrent()) return [await run(TYPES)];
    const generated = await runAndTell(ROUTE_TYPES);
    return generated.passed ? [generated, await run(TYPES)] : [generated];
  };
  return (await Promise.all([types(), ...UNTYPED.map(run)])).flat();
}

if (import.meta.main) {
  const outcomes = await runChecks();
  const failed = outcomes.filter((outcome) => !outcome.passed).map((outcome) => outcome.name);
  console.log(failed.length === 0 ? "All checks passed" : `Failed: ${failed.join(", ")}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
