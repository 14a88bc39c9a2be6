// The bootstrap: runs on whatever Node.js (>= 20.19) the machine has, needs no package, and ends by
// handing over to the runtime that package.json pins. See docs/decisions/001-node-runtime.md.
import { build, buildIsCurrent } from "./bootstrap/build.mjs";
import { Failure } from "./bootstrap/failure.mjs";
import { generateIfNeeded } from "./bootstrap/generate.mjs";
import { installIfNeeded } from "./bootstrap/install.mjs";
import { withLock } from "./bootstrap/lock.mjs";
import { exitOnSignal, handOver } from "./bootstrap/run.mjs";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const [command = "start", ...rest] = process.argv.slice(2);

try {
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(
      `Slotwell needs Node.js 20.19 or later to start; this is ${process.version}.`,
    );
  }
  exitOnSignal();
  // Two starts in one checkout take turns, so that neither sees a half-made folder.
  await withLock(async () => {
    await installIfNeeded();
    await generateIfNeeded();
    if (command === "build" || (command === "start" && !buildIsCurrent())) await build();
  });
  if (command === "serve" && !buildIsCurrent()) {
    throw new Failure("The production build is missing or out of date: run `npm run build` first.");
  }
  if (command !== "build" && command !== "generate") await handOver(command, rest);
} catch (error) {
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = 1;
}
