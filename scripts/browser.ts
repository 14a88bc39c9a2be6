// The Chromium that browser tests run in: one found on the machine, else Playwright's own, else (as
// root on Debian or Ubuntu) the distribution's package. The headless shell comes first: it draws
// nothing on a screen and takes half the processor. `node scripts/browser.ts` prints its path.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
];

/** The path of a Chromium that is already here, or null. */
export function findBrowser(): string | null {
  const directories = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const candidates = [
    process.env["SLOTWELL_CHROMIUM"] ?? "",
    ...NAMES.flatMap((name) => directories.map((directory) => join(directory, name))),
    chromium.executablePath(),
  ];
  return candidates.find((path) => isExecutable(path) && starts(path)) ?? null;
}

/**
 * The path of a Chromium, installed if there is none.
 * @throws an error that says what to do when none can be installed.
 */
export function findOrInstallBrowser(): string {
  return findBrowser() ?? installByPlaywright() ?? installByApt() ?? giveUp();
}

function installByPlaywright(): string | null {
  console.log("No Chromium found: trying Playwright's own download …");
  const cli = join(import.meta.dirname, "../node_modules/@playwright/test/cli.js");
  run(process.execPath, [cli, "install", "--no-shell", "chromium"], 300_000);
  return findBrowser();
}

function installByApt(): string | null {
  if (process.getuid?.() !== 0) return null;
  console.log("Installing Chromium with apt-get …");
  const install = (name: string): boolean =>
    run("apt-get", ["-y", "-q", "--no-install-recommends", "install", name], 600_000);
  if (!install("chromium-headless-shell")) {
    run("apt-get", ["-q", "update"], 300_000);
    // Older distributions have it in one package only.
    if (!install("chromium-headless-shell")) install("chromium");
  }
  return findBrowser();
}

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

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Playwright's download lacks the system's libraries on a bare machine: only starting it tells. */
function starts(path: string): boolean {
  return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

if (import.meta.main) console.log(findOrInstallBrowser());
