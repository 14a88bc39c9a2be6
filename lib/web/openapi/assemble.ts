import { METHODS, documented, type Documented, type Method } from "./documented.ts";
import { bodyOf, parametersOf } from "./requests.ts";
import { answerOf, HEADERS, problemName, problemResponse, problemsOf } from "./responses.ts";
import { componentSchemas, type Schema } from "./schemas.ts";

type Schemas = Record<string, Schema>;
type Responses = Record<string, ReturnType<typeof problemResponse>>;

/**
 * All that the OpenAPI document says of the operations, out of what the JSDoc of their handlers says and
 * the schemas that read their requests.
 *
 * @param jsdoc the `paths` that next-swagger-doc found.
 * @throws for a key that JSDoc does not know, or a schema that is not there.
 */
export function assemble(jsdoc: unknown) {
  const schemas = componentSchemas();
  const responses: Responses = {};
  const paths = Object.entries(documented.parse(jsdoc))
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([path, operations]) => {
      const described = METHODS.flatMap((method) => {
        const operation = operations[method];
        if (!operation) return [];
        return [[method, describe(path, method, operation, schemas, responses)] as const];
      });
      return [path, Object.fromEntries(described)] as const;
    });
  const document = {
    paths: Object.fromEntries(paths),
    components: { headers: HEADERS, responses },
  };
  return {
    ...document,
    components: { ...document.components, schemas: usedBy(document, schemas) },
  };
}

function describe(
  path: string,
  method: Method,
  operation: Documented,
  schemas: Schemas,
  shared: Responses,
) {
  const { operationId, summary, tags } = operation;
  const body = bodyOf(method, operation, schemas);
  const problems = Object.entries(problemsOf(path, method, operation)).map(
    ([status, codes = []]) => {
      const name = problemName(codes);
      shared[name] ??= problemResponse(Number(status), codes);
      return [status, { $ref: `#/components/responses/${name}` }] as const;
    },
  );
  const answers = Object.entries(operation.responses).map(
    ([status, reply]) => [status, answerOf(reply, schemas)] as const,
  );
  return {
    operationId,
    summary,
    description: [operation.description, whoMay(operation)].filter(Boolean).join(" "),
    tags,
    security: securityOf(operation),
    parameters: parametersOf(path, operation, schemas),
    ...(body && { requestBody: body }),
    responses: { ...Object.fromEntries(answers), ...Object.fromEntries(problems) },
  };
}

function whoMay({ "x-scope": scope, "x-public": open }: Documented): string {
  const needed = scope && `A token needs the scope \`${scope}\`.`;
  if (open) return `Open to everybody. ${needed ?? "A token needs no scope."}`;
  return `For those who are signed in. ${needed ?? "Any token of a user will do."}`;
}

function securityOf({ "x-scope": scope, "x-public": open }: Documented) {
  return [...(open ? [{}] : []), { session: [] }, { oauth: scope ? [scope] : [] }];
}

/** The schemas that something refers to, by way of others too. */
function usedBy(document: unknown, schemas: Schemas): Schemas {
  const used = new Set<string>();
  const look = (at: unknown) => {
    for (const [, name = ""] of JSON.stringify(at).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      look(schemas[name]);
    }
  };
  look(document);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}
