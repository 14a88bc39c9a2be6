// `npm run test:walls`: takes each wall away, one after the other, in a copy of the project, and says
// which test fails then. Fails if none does. With an argument: only the walls of that statement.
import { copyProject } from "./walls/copy.ts";
import { WALLS } from "./walls/list.ts";

const [statement] = process.argv.slice(2);
const walls = WALLS.filter(
  (wall) => statement === undefined || String(wall.statement) === statement,
);
const copy = copyProject();
let standing = 0;
try {
  const { failures } = copy.test([...new Set(walls.flatMap(({ tests }) => tests))]);
  if (failures.length > 0) {
    throw new Error(`These tests fail with all walls in place:\n${failures.join("\n")}`);
  }
  for (const { statement, wall, off, tests } of walls) {
    const putBack = copy.takeAway(off);
    const [first, ...others] = copy.test(tests).failures;
    putBack();
    if (first === undefined) standing++;
    const found = first === undefined ? "NO TEST FAILS" : first.split("\n")[0];
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    console.log(`${first === undefined ? "✗" : "✓"} ${statement} ${wall}: ${found}${more}`);
  }
} finally {
  copy.remove();
}
console.log(`\n${walls.length - standing} passed, ${standing} failed`);
process.exitCode = standing > 0 ? 1 : 0;
