import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "./failure.mjs";
import { inRoot } from "./paths.mjs";
import { step } from "./progress.mjs";
import { run } from "./run.mjs";

/** @typedef {{version?: string, integrity?: string, optional?: boolean, devOptional?: boolean}} Entry */

/** Installs exactly what package-lock.json says, unless that is what is there. */
export async function installIfNeeded() {
  if (isInstalled()) return;
  await step("Installing packages", () =>
    run(
      "Installing packages",
      "npm",
      // Tools of the build are among the devDependencies, whatever NODE_ENV or .npmrc say.
      [
        "ci",
        "--include=dev",
        "--engine-strict=false",
        "--loglevel=error",
        "--no-audit",
        "--no-fund",
      ],
      { PATH: pathWithoutOwnPackages() },
    ),
  );
  if (!existsSync(inRoot("node_modules/.bin/node"))) {
    throw new Failure(
      "The runtime was not installed. If npm is set to ignore install scripts, allow them: npm config set ignore-scripts false",
    );
  }
}

/** npm writes its record of what it installed last of all, so a broken installation has none. */
function isInstalled() {
  const wanted = packagesIn("package-lock.json");
  const present = packagesIn("node_modules/.package-lock.json");
  if (!wanted) throw new Failure("package-lock.json is missing: the checkout is incomplete.");
  if (!present || !existsSync(inRoot("node_modules/.bin/node"))) return false;
  return Object.entries(wanted).every(([name, { version, integrity, ...entry }]) => {
    const found = present[name];
    // Optional packages are those of other platforms.
    if (!found) return name === "" || entry.optional === true || entry.devOptional === true;
    return found.version === version && found.integrity === integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, Entry> | undefined}
 */
function packagesIn(file) {
  try {
    /** @type {unknown} */
    const lock = JSON.parse(readFileSync(inRoot(file), "utf8"));
    return /** @type {{packages: Record<string, Entry>}} */ (lock).packages;
  } catch {
    return undefined;
  }
}

/** npm must not run on the very runtime that it is about to replace. */
function pathWithoutOwnPackages() {
  const own = inRoot("node_modules");
  return (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => !folder.startsWith(own))
    .join(path.delimiter);
}
