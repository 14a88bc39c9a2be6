import { globSync } from "node:fs";
import { join } from "node:path";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "#lib/web/openapi/document.ts";
import { describeRoutes } from "./openapi.ts";
import { root } from "./steps.ts";

const ROUTES = join(root, "app/api/v1");
/** What is no resource: it answers 404 to everything. */
const NOTHING = "[...path]/route.ts";

interface Resource {
  OPTIONS: () => Promise<Response>;
}

const routes = describeRoutes();

/** `/patients/{id}` for `patients/[id]/route.ts`. */
const pathOf = (file: string) =>
  `/${file.replace(/\/route\.ts$/, "").replaceAll(/\[(\w+)\]/g, "{$1}")}`;

/** What a resource takes, by its own word: a method that it refuses is not in its `Allow`. */
async function methodsOf(file: string): Promise<string[]> {
  const { OPTIONS } = (await import(join(ROUTES, file))) as Resource;
  const allowed = (await OPTIONS()).headers.get("allow")?.toLowerCase().split(", ") ?? [];
  return allowed.filter((method) => method !== "head" && method !== "options");
}

describe("the OpenAPI document", () => {
  it("describes every method of every route, and nothing else", async () => {
    const files = globSync("**/route.ts", { cwd: ROUTES }).filter((file) => file !== NOTHING);
    const handled = await Promise.all(
      files.map(async (file) => {
        const methods = await methodsOf(file);
        return methods.map((method) => `${method} ${pathOf(file)}`);
      }),
    );
    const described = Object.entries(routes.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    expect(described.toSorted()).toEqual(handled.flat().toSorted());
  });

  it("is what was generated", () => {
    const { paths, components } = openApiDocument();
    const { securitySchemes, ...generated } = components;
    expect({ paths, components: generated }).toEqual(JSON.parse(JSON.stringify(routes)));
  });

  it("keeps the keys of its convention to itself", () => {
    expect(JSON.stringify(openApiDocument())).not.toMatch(/"x-/);
  });

  it("has nothing that a linter would say a word about", async () => {
    const config = await createConfig({ extends: ["recommended"], telemetry: "off" });
    const source = JSON.stringify(openApiDocument());
    const found = await lintFromString({ source, absoluteRef: join(root, "openapi.json"), config });
    expect(
      found.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]),
    ).toEqual([]);
  });
});
