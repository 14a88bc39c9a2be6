import { globSync } from "node:fs";
import { join } from "node:path";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { POLICY, type Action } from "#lib/access/policy.ts";
import { openApiDocument } from "#lib/web/openapi/document.ts";
import { EXAMPLES } from "#lib/web/openapi/examples.ts";
import { INPUTS } from "#lib/web/openapi/schemas.ts";
import { describeRoutes } from "./openapi.ts";
import { root } from "./steps.ts";

const ROUTES = join(root, "app/api/v1");
/** What is no resource: it answers 404 to everything. */
const NOTHING = "[[...path]]/route.ts";

type Handler = (() => Promise<Response>) & { action?: Action | null };
type Resource = Record<string, Handler> & { OPTIONS: Handler };

const routes = describeRoutes();

/** `/patients/{id}` for `patients/[id]/route.ts`. */
const pathOf = (file: string) =>
  `/${file.replace(/\/route\.ts$/, "").replaceAll(/\[(\w+)\]/g, "{$1}")}`;

/** What a resource takes, by its own word: a method that it refuses is not in its `Allow`. */
async function handlersOf(file: string): Promise<[operation: string, handler: Handler][]> {
  const resource = (await import(join(ROUTES, file))) as Resource;
  const allowed = (await resource.OPTIONS()).headers.get("allow")?.split(", ") ?? [];
  return allowed.flatMap((method) => {
    const handler = resource[method];
    if (!handler || method === "HEAD" || method === "OPTIONS") return [];
    return [[`${method.toLowerCase()} ${pathOf(file)}`, handler] as const];
  });
}

const files = globSync("**/route.ts", { cwd: ROUTES }).filter((file) => file !== NOTHING);
const handlers = new Map((await Promise.all(files.map(handlersOf))).flat());

describe("the OpenAPI document", () => {
  it("describes every method of every route, and nothing else", () => {
    const described = Object.entries(routes.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    expect(described.toSorted()).toEqual([...handlers.keys()].toSorted());
  });

  it("names the scope that the policy table asks for, and who needs none", () => {
    for (const [path, operations] of Object.entries(routes.paths)) {
      for (const [method, { security }] of Object.entries(operations)) {
        const action = handlers.get(`${method} ${path}`)?.action ?? null;
        const policy = action && POLICY[action];
        const open = policy ? policy.anonymous : security.length === 3;
        const oauth = policy?.scope ? [policy.scope] : [];
        expect({ path, method, security }).toEqual({
          path,
          method,
          security: [...(open ? [{}] : []), { session: [] }, { oauth }],
        });
      }
    }
  });

  it("is what was generated", () => {
    const { paths, components } = openApiDocument();
    const { securitySchemes, ...generated } = components;
    expect({ paths, components: generated }).toEqual(JSON.parse(JSON.stringify(routes)));
  });

  it("gives an example of every body, which its schema takes", () => {
    const bodies = Object.values(routes.paths).flatMap((operations) =>
      Object.values(operations).flatMap(({ requestBody }) => {
        const { schema, example } = requestBody?.content["application/json"] ?? {};
        return schema ? [{ name: schema.$ref.split("/").at(-1) ?? "", example }] : [];
      }),
    );
    const inputs: Record<string, z.ZodType> = INPUTS;
    for (const { name, example } of bodies) {
      const read = inputs[name]?.safeParse(example);
      expect([name, read?.success, read?.error?.issues]).toEqual([name, true, undefined]);
    }
    expect(Object.keys(EXAMPLES).toSorted()).toEqual(
      [...new Set(bodies.map(({ name }) => name))].toSorted(),
    );
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
