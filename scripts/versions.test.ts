import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// Versions below these have known holes in authorization or sign-in.
const floors = { next: "16.2.6", react: "19.2.6", "react-dom": "19.2.6", "next-auth": "4.24.15" };

interface Lockfile {
  packages: Record<
    string,
    { version?: string; optionalDependencies?: Record<string, string> } | undefined
  >;
}

const lockfile = JSON.parse(
  readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
) as Lockfile;

test.each(Object.entries(floors))("every %s in the lockfile is at least %s", (name, floor) => {
  const versions = Object.entries(lockfile.packages)
    .filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
    .map(([, entry]) => entry?.version ?? "0.0.0");
  expect(versions).not.toEqual([]);
  for (const version of versions) expect(isAtLeast(version, floor), version).toBe(true);
});

// npm leaves out those of other platforms when it cannot fetch them, and `npm ci` then refuses the
// lockfile on every machine that cannot either.
test("the lockfile knows every optional package", () => {
  const missing = Object.values(lockfile.packages)
    .flatMap((entry) => Object.keys(entry?.optionalDependencies ?? {}))
    .filter((name) => !Object.keys(lockfile.packages).some((path) => path.endsWith(`/${name}`)));
  expect(missing).toEqual([]);
});

function isAtLeast(version: string, floor: string): boolean {
  return version.localeCompare(floor, "en", { numeric: true }) >= 0 && !version.includes("-");
}
