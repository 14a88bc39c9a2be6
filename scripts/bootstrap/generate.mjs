import { inRoot } from "./paths.mjs";
import { step } from "./progress.mjs";
import { pinnedNode, run } from "./run.mjs";
import { hashOf, isStamped, stamp } from "./sources.mjs";

const STAMP = "lib/generated/.made-from";

/** Makes the database client from prisma/schema.prisma, unless it is that schema's already. */
export async function generateIfNeeded() {
  const hash = hashOf([
    "prisma/schema.prisma",
    "prisma.config.ts",
    "node_modules/prisma/package.json",
  ]);
  if (isStamped(STAMP, hash)) return;
  await step("Generating the database client", () =>
    run(
      "Generating the database client",
      pinnedNode(),
      [inRoot("node_modules/prisma/build/index.js"), "generate", "--no-hints"],
      // Prisma fetches an engine that this command never runs; any executable keeps it offline.
      { PRISMA_SCHEMA_ENGINE_BINARY: pinnedNode(), CHECKPOINT_DISABLE: "1" },
    ),
  );
  stamp(STAMP, hash);
}
