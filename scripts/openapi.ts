// Writes lib/generated/openapi.json: what the OpenAPI document says of the routes, read from their
// sources, which a running installation need not have. And the types of a client of it, for tests.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSwaggerSpec } from "next-swagger-doc";
import openapiTypescript, { astToString } from "openapi-typescript";
import { assemble } from "#lib/web/openapi/assemble.ts";
import { root } from "./steps.ts";

const INFO = { title: "Slotwell", version: "1" };

/** The operations of the API as their JSDoc and their schemas describe them. */
export function describeRoutes(): ReturnType<typeof assemble> {
  const { paths } = createSwaggerSpec({
    // The sources alone: what a build made of them may be older.
    apis: [join(root, "app/api/v1/**/route.ts")],
    definition: { openapi: "3.1.0", info: INFO },
    failOnErrors: true,
  }) as { paths: unknown };
  return assemble(paths);
}

if (import.meta.main) {
  const folder = join(root, "lib/generated");
  mkdirSync(folder, { recursive: true });
  const routes = describeRoutes();
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(routes));
  const document = JSON.stringify({ openapi: "3.1.0", info: INFO, ...routes });
  writeFileSync(join(folder, "openapi.ts"), astToString(await openapiTypescript(document)));
}
