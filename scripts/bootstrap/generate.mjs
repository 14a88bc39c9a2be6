import { inRoot } from "./paths.mjs";
import { step } from "./progress.mjs";
import { pinnedNode, run } from "./run.mjs";
import { hashOf, isStamped, stamp } from "./sources.mjs";

/** Makes what the sources leave to be generated, unless it is there and theirs already. */
export async function generateIfNeeded() {
  await databaseClient();
  await openApi();
}

/** The database client, from prisma/schema.prisma. */
async function databaseClient() {
  const stampFile = "lib/generated/.made-from";
  const hash = hashOf([
    "prisma/schema.prisma",
    "prisma.config.ts",
    "node_modules/prisma/package.json",
  ]);
  if (isStamped(stampFile, hash)) return;
  await step("Generating the database client", () =>
    run(
      "Generating the database client",
      pinnedNode(),
      [inRoot("node_modules/prisma/build/index.js"), "generate", "--no-hints"],
      // Prisma fetches an engine that this command never runs; any executable keeps it offline.
      { PRISMA_SCHEMA_ENGINE_BINARY: pinnedNode(), CHECKPOINT_DISABLE: "1" },
    ),
  );
  stamp(stampFile, hash);
}

/** What the OpenAPI document says of the routes, and the types of a client, from the routes and schemas. */
async function openApi() {
  const stampFile = "lib/generated/.openapi-made-from";
  const hash = hashOf(
    ["app/api/v1", "lib", "messages", "scripts/openapi.ts", "package-lock.json"],
    (name) => name.startsWith("lib/generated") || /\.test\.tsx?$/.test(name),
  );
  if (isStamped(stampFile, hash)) return;
  await step("Generating the OpenAPI document", () =>
    run("Generating the OpenAPI document", pinnedNode(), [inRoot("scripts/openapi.ts")], {}),
  );
  stamp(stampFile, hash);
}
