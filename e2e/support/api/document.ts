import { deepEqual, equal } from "node:assert/strict";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** A JSON Schema, as far as tests look into it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Response {
  $ref?: string;
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: Schema }>;
}

/** One operation with where it is. */
export interface Operation {
  method: string;
  path: string;
  operationId: string;
  security: Record<string, string[]>[];
  parameters: {
    name: string;
    in: "path" | "query" | "header";
    required: boolean;
    schema: Schema;
  }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, Response>;
}

interface OpenApi {
  paths: Record<string, Record<string, Omit<Operation, "method" | "path">>>;
}

/** An answer as it came. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** The OpenAPI document that a server serves, and what it says about answers. */
export class ApiDocument {
  readonly operations: Operation[];
  readonly #document: OpenApi;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: OpenApi) {
    this.#document = document;
    addFormats(this.#ajv);
    this.#ajv.addSchema(document, "api");
    this.operations = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ method, path, ...operation })),
    );
  }

  operation(operationId: string): Operation {
    const found = this.operations.find((each) => each.operationId === operationId);
    if (!found) throw new Error(`${operationId} is not documented`);
    return found;
  }

  /** What a reference stands for; what is none stands for itself. */
  resolve<T extends { $ref?: string }>(at: T): T {
    if (at.$ref === undefined) return at;
    const keys = at.$ref.slice(2).split("/");
    const found = keys.reduce<unknown>(
      (within, key) => (within as Record<string, unknown>)[key],
      this.#document,
    );
    return this.resolve(found as T);
  }

  /** Fails unless an answer is one of those that its operation can give. */
  expectDocumented(operation: Operation, answer: Answer, what: string): void {
    const said = operation.responses[String(answer.status)];
    if (!said) throw new Error(`${what}: ${answer.status} is not documented: ${answer.text}`);
    const { content, headers = {} } = this.resolve(said);
    if (answer.status < 400) {
      const missing = Object.keys(headers).filter((name) => !answer.headers.has(name));
      deepEqual(missing, [], `headers missing from ${what}: ${missing.join(", ")}`);
    }
    const [type = ""] = (answer.headers.get("content-type") ?? "").split(";");
    deepEqual([what, type], [what, Object.keys(content ?? {})[0] ?? ""]);
    if (!content) {
      equal(answer.text, "", `the body of ${what}: ${answer.text}`);
      return;
    }
    const pointer =
      said.$ref ??
      `#/paths/${escaped(operation.path)}/${operation.method}/responses/${answer.status}`;
    const validate = this.#validator(`${pointer}/content/${escaped(type)}/schema`);
    if (validate(JSON.parse(answer.text))) return;
    const errors = JSON.stringify(validate.errors);
    throw new Error(`${what} does not match its schema: ${errors}: ${answer.text.slice(0, 500)}`);
  }

  #validator(pointer: string): ValidateFunction {
    const known = this.#compiled.get(pointer);
    if (known) return known;
    const validate = this.#ajv.compile({ $ref: `api${pointer}` });
    this.#compiled.set(pointer, validate);
    return validate;
  }
}

const escaped = (key: string): string =>
  encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));
