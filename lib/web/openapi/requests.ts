import type { Documented, Method } from "./documented.ts";
import { EXAMPLES } from "./examples.ts";
import { wordsOf } from "./parameter-words.ts";
import type { Schema } from "./schemas.ts";

/** A parameter of an operation. */
export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  description: string;
  required: boolean;
  schema: Schema;
}

const IF_MATCH: Parameter = {
  name: "If-Match",
  in: "header",
  description: "The `ETag` of what was read. If it has changed since, nothing is done.",
  required: false,
  schema: { type: "string" },
};

const IDEMPOTENCY_KEY: Parameter = {
  name: "Idempotency-Key",
  in: "header",
  description: "Sent again under the same key, the request is done once and answered alike.",
  required: false,
  schema: { type: "string", maxLength: 200 },
};

/** All parameters of an operation: of its path, of its query, and the headers that it reads. */
export function parametersOf(
  path: string,
  operation: Documented,
  schemas: Record<string, Schema>,
): Parameter[] {
  const query = operation["x-query"];
  return [
    ...namesIn(path).map((name): Parameter => ({
      name,
      in: "path",
      description: wordsOf(name, {}),
      required: true,
      schema: { type: "string", format: "uuid" },
    })),
    ...(query === undefined ? [] : queryOf(schemaNamed(query, schemas))),
    ...(operation["x-if-match"] ? [IF_MATCH] : []),
    ...(operation["x-idempotent"] ? [IDEMPOTENCY_KEY] : []),
  ];
}

/** The names in curly brackets. */
export const namesIn = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

const queryOf = ({ properties = {}, required = [] }: Schema): Parameter[] =>
  Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    description: wordsOf(name, schema),
    required: required.includes(name),
    schema,
  }));

/** @throws for a name that JSDoc uses and the registry does not have. */
export function schemaNamed(name: string, schemas: Record<string, Schema>): Schema {
  const schema = schemas[name];
  if (!schema) throw new Error(`There is no schema ${name} in lib/web/openapi/schemas.ts`);
  return schema;
}

/**
 * What is sent along. A body of which every part may be left out may be left out itself, but a change
 * names what it changes.
 */
export function bodyOf(
  method: Method,
  { "x-body": name }: Documented,
  schemas: Record<string, Schema>,
) {
  if (name === undefined) return undefined;
  const schema = schemaNamed(name, schemas);
  const isChange = method === "patch";
  if (isChange) schema["minProperties"] = 1;
  const required = isChange || (schema.required ?? []).length > 0;
  const content = { "application/json": { schema: schemaRef(name), example: EXAMPLES[name] } };
  return { required, content };
}

const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The content of an answer under a name. */
export const json = (name: string) => ({ "application/json": { schema: schemaRef(name) } });
