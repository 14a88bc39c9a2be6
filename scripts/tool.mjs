// `npm test` and `npm run check` in a fresh clone: installs what is missing with the bootstrap of
// `npm start`, then runs scripts/<tool>.ts on the pinned runtime.
import { spawn } from "node:child_process";
import { Failure } from "./bootstrap/failure.mjs";
import { generateIfNeeded } from "./bootstrap/generate.mjs";
import { installIfNeeded } from "./bootstrap/install.mjs";
import { withLock } from "./bootstrap/lock.mjs";
import { inRoot, root } from "./bootstrap/paths.mjs";
import { pinnedNode } from "./bootstrap/run.mjs";

const [tool, ...rest] = process.argv.slice(2);

try {
  await withLock(async () => {
    await installIfNeeded();
    await generateIfNeeded();
  });
  const child = spawn(pinnedNode(), [inRoot(`scripts/${tool}.ts`), ...rest], {
    cwd: root,
    stdio: "inherit",
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.once("exit", (code) => (process.exitCode = code ?? 1));
} catch (error) {
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = 1;
}
