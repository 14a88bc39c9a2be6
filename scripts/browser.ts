// Finds the Chromium for browser tests, or installs one: Playwright's own download or (as root on
// Debian or Ubuntu) the distribution's package. `node scripts/browser.ts` prints its path.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const SHELL = "chromium-headless-shell";
const FULL = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/**
 * Continuous integration tests with the full browser that people use. Elsewhere the headless shell
 * comes first: it draws nothing on a screen and takes half the processor time.
 */
const inCi = Boolean(process.env["CI"]);

/** Returns the path of an installed Chromium, or null. */
export const findBrowser = (): string | null =>
  inCi ? (findFull() ?? firstOf(onPath(SHELL))) : firstOf([chosen(), ...onPath(SHELL), ...full()]);

/**
 * Returns the path of a Chromium, and installs one if it is missing. Continuous integration installs
 * a full one even beside a headless shell, which it uses only if that fails.
 *
 * @throws an error that says what to do if none can be installed.
 */
export function findOrInstallBrowser(): string {
  if (inCi) {
    return findFull() ?? installByApt(["chromium"]) ?? installByPlaywright() ?? giveUp();
  }
  // Older distributions have the shell inside the package of the full browser.
  const packages = [SHELL, "chromium"];
  return findBrowser() ?? installByPlaywright() ?? installByApt(packages) ?? giveUp();
}

const findFull = () => firstOf([chosen(), ...full()]);
const chosen = () => process.env["SLOTWELL_CHROMIUM"] ?? "";
const full = () => [...FULL.flatMap(onPath), chromium.executablePath()];

function onPath(name: string): string[] {
  const directories = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return directories.map((directory) => join(directory, name));
}

function installByPlaywright(): string | null {
  console.log("No Chromium found: trying Playwright's own download …");
  const cli = join(import.meta.dirname, "../node_modules/@playwright/test/cli.js");
  run(process.execPath, [cli, "install", "--no-shell", "chromium"], 300_000);
  return findBrowser();
}

/** Installs the first of `packages` that this distribution has. */
function installByApt(packages: string[]): string | null {
  if (process.getuid?.() !== 0) return null;
  console.log("Installing Chromium with apt-get …");
  const install = (name: string): boolean =>
    run(
      "apt-get",
      ["-y", "-q", "--no-install-recommends", ...UNREACHABLE, "install", name],
      600_000,
    );
  const [first = "chromium", ...others] = packages;
  if (!install(first)) {
    run("apt-get", ["-q", ...UNREACHABLE, "update"], 300_000);
    [first, ...others].some(install);
  }
  return inCi ? findFull() : findBrowser();
}

/** A machine without a network is told so within seconds. */
const UNREACHABLE = ["-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20"];

function giveUp(): never {
  throw new Error(
    "Browser tests need Chromium. Install it (as root: apt-get install chromium) or set SLOTWELL_CHROMIUM to its path.",
  );
}

function run(command: string, args: string[], timeout: number): boolean {
  const env = {
    ...process.env,
    DEBIAN_FRONTEND: "noninteractive",
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000",
  };
  return spawnSync(command, args, { env, stdio: "inherit", timeout }).status === 0;
}

function firstOf(candidates: string[]): string | null {
  return candidates.find((path) => isExecutable(path) && starts(path)) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts the browser, because Playwright's download lacks the system's libraries on a bare machine. */
function starts(path: string): boolean {
  return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

if (import.meta.main) console.log(findOrInstallBrowser());
