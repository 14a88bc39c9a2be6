import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/browser.ts";

const executablePath = findBrowser();

// The product is started by scripts/test.ts, or by hand: SLOTWELL_TEST_URL names it.
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  retries: 0,
  workers: 2,
  // Against hanging, not against slowness: a busy machine is no failure.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  use: {
    baseURL: process.env["SLOTWELL_TEST_URL"] ?? "http://localhost:3000",
    browserName: "chromium",
    locale: "en-US",
    // Far from every demo clinic: a time shown in the browser's zone is then visibly wrong.
    timezoneId: "Asia/Tokyo",
    // Colours are read at once, not in the middle of a transition.
    contextOptions: { reducedMotion: "reduce" },
    // Without its filmstrip and copies of the page, which cost a third of the processor: `--trace=on` has both.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-quic",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
