import { rmSync } from "node:fs";
import { inRoot } from "./paths.mjs";
import { step } from "./progress.mjs";
import { pinnedNode, run } from "./run.mjs";
import { hashOf, isStamped, stamp } from "./sources.mjs";

const STAMP = ".next/made-from";
const SOURCES = [
  "app",
  "components",
  "i18n",
  "lib",
  "messages",
  "prisma/schema.prisma",
  "public",
  "instrumentation.ts",
  "next.config.js",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
/** @param {string} name */
const irrelevant = (name) => name.startsWith("lib/generated/") || /\.test\.tsx?$/.test(name);

/** Whether .next is what these sources build to. */
export const buildIsCurrent = () => isStamped(STAMP, hashOf(SOURCES, irrelevant));

/** Builds for production. */
export async function build() {
  const hash = hashOf(SOURCES, irrelevant);
  rmSync(inRoot(STAMP), { force: true });
  await step("Building", () =>
    run("Building", pinnedNode(), [inRoot("node_modules/next/dist/bin/next"), "build"], {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
    }),
  );
  stamp(STAMP, hash);
}
