import fc, { type Arbitrary } from "fast-check";
import type { ApiDocument, Operation, Schema } from "./document.ts";

/** A request as a fuzzer thinks it up. */
export interface Attempt {
  operationId: string;
  path: Record<string, string>;
  query: [name: string, value: string][];
  headers: Record<string, string>;
  body: string | undefined;
}

/** What is sent where something else is asked for: other types, operators, sizes, characters. */
const HOSTILE: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  9007199254740993,
  "",
  " ",
  "\u0000",
  "\ud800",
  "\u202e\u200b",
  "' OR 1=1 --",
  "../../etc/passwd",
  "%00",
  "{{7*7}}",
  "null",
  "2026-02-30",
  "9999-12-31",
  "2026-11-24T25:00:00Z",
  "1899-12-31T00:00:00+23:59",
  "x".repeat(401),
  "x".repeat(30_000),
  [],
  ["x"],
  {},
  { gt: "" },
  { $ne: null },
  { not: { equals: "" } },
  { toString: 1 },
  { constructor: { prototype: {} } },
];
const hostile = fc.constantFrom(...HOSTILE);
/** An address takes less than a body. */
const hostileText = hostile
  .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
  .map((text) => text.toWellFormed().slice(0, 2000));

/**
 * Requests for one operation: valid, at the boundaries, and wrong in one way or several.
 *
 * @param ids what ids are drawn from: the user's own, those of others, and unknown ones.
 */
export function attempts(
  document: ApiDocument,
  operation: Operation,
  ids: readonly string[],
): Arbitrary<Attempt> {
  const draw = { document, id: fc.constantFrom(...ids) };
  const within = (place: string) => operation.parameters.filter((each) => each.in === place);
  const named = (place: string, value: (schema: Schema) => Arbitrary<string>) =>
    fc.record(Object.fromEntries(within(place).map(({ name, schema }) => [name, value(schema)])), {
      requiredKeys: within(place).flatMap(({ name, required }) => (required ? [name] : [])),
    });
  const textOf = (schema: Schema) =>
    mostly(
      valid(schema, draw).map(String),
      hostileText.filter((text) => text !== ""),
    );
  const [content] = Object.values(operation.requestBody?.content ?? {});
  return fc
    .record({
      path: fc.record(
        Object.fromEntries(within("path").map(({ name }) => [name, mostly(draw.id, pathText)])),
      ),
      query: mostly(
        named("query", textOf),
        named("query", () => hostileText),
      ),
      extra: fc.option(fc.tuple(fc.constantFrom("x", "q[gt]", "limit", "__proto__"), hostileText), {
        freq: 5,
      }),
      headers: named("header", headerText),
      type: mostly(fc.constant("application/json"), fc.constantFrom("text/plain", "")),
      body: content ? body(content.schema, draw) : fc.constant(undefined),
    })
    .map(({ path, query, extra, headers, type, body: sent }) => ({
      operationId: operation.operationId,
      path,
      query: [...Object.entries(query), ...(extra ? [extra] : [])],
      headers: { ...headers, ...(sent !== undefined && type !== "" && { "content-type": type }) },
      body: sent,
    }));
}

/** Nine times of ten the one, else the other. */
const mostly = <A, B>(one: Arbitrary<A>, other: Arbitrary<B>): Arbitrary<A | B> =>
  fc.oneof({ arbitrary: one, weight: 9 }, { arbitrary: other, weight: 1 });

/** What is no way out of the path: `..` would be another address. */
const pathText = hostileText
  .filter((text) => !/^[.\s]*$/.test(text))
  .map((text) => text.slice(0, 500));

const headerText = (): Arbitrary<string> =>
  fc.constantFrom('"1"', '"999"', 'W/"2"', "*", "three", '"-1"', "x".repeat(201));

interface Draw {
  document: ApiDocument;
  id: Arbitrary<string>;
}

function body(schema: Schema, draw: Draw): Arbitrary<string> {
  const whole = valid(schema, draw);
  const spoilt = fc
    .tuple(whole, fc.nat(), fc.constantFrom("change", "add", "drop"), hostile)
    .map(([value, nth, how, other]) => spoil(value, nth, how, other));
  return fc.oneof(
    { arbitrary: whole.map(written), weight: 4 },
    { arbitrary: spoilt.map(written), weight: 5 },
    { arbitrary: hostile.map(written), weight: 1 },
    { arbitrary: fc.constantFrom("", "{", "[1,", '{"a":1}x', "\ufeff{}"), weight: 1 },
  );
}

const written = (value: unknown): string => JSON.stringify(value);

/** One property of an object changed to something else, taken away, or added. */
function spoil(value: unknown, nth: number, how: string, other: unknown): unknown {
  const fields = Object.entries(Object(value) as Record<string, unknown>);
  const [name = "role"] = fields[nth % Math.max(1, fields.length)] ?? [];
  const rest = fields.filter(([key]) => key !== name);
  if (how === "drop") return Object.fromEntries(rest);
  if (how === "change") return Object.fromEntries([...rest, [name, other]]);
  const extra = ["role", "id", "version", "patientId", "__proto__"][nth % 5] ?? "id";
  return Object.fromEntries([...fields, [extra, other]]);
}

/** What a schema takes, boundaries included. */
function valid(at: Schema, draw: Draw): Arbitrary<unknown> {
  const schema = draw.document.resolve(at);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => valid(each, draw)));
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => valid({ ...schema, type }, draw)));
  }
  switch (schema.type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return bounded(schema, (min, max) => fc.integer({ min, max }));
    case "number":
      return bounded(schema, (min, max) => fc.double({ min, max, noNaN: true }));
    case "string":
      return validText(schema, draw);
    case "array": {
      const { items = {}, minItems = 0, maxItems = 3 } = schema;
      const maxLength = Math.max(minItems, Math.min(maxItems, 3));
      return fc.array(valid(items, draw), { minLength: minItems, maxLength });
    }
    default: {
      const fields = Object.entries(schema.properties ?? {}).map(
        ([name, each]) => [name, valid(each, draw)] as const,
      );
      return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
    }
  }
}

function bounded(
  { minimum: min = -1000, maximum: max = 1000 }: Schema,
  between: (min: number, max: number) => Arbitrary<number>,
): Arbitrary<number> {
  return fc.oneof(between(min, max), fc.constantFrom(min, max));
}

function validText({ format, pattern, minLength = 0, maxLength = 60 }: Schema, { id }: Draw) {
  if (format === "uuid") return id;
  const moment = fc.date({
    min: new Date("1900-01-02"),
    max: new Date("2199-12-30"),
    noInvalidDate: true,
  });
  if (format === "date") return moment.map((at) => at.toISOString().slice(0, 10));
  if (format === "date-time") return moment.map((at) => at.toISOString());
  if (pattern !== undefined) return matching(pattern);
  const short = fc.string({ minLength, maxLength: Math.min(maxLength, 60), unit: "grapheme" });
  return fc.oneof(
    { arbitrary: short, weight: 8 },
    { arbitrary: fc.constantFrom("x".repeat(minLength), "x".repeat(maxLength)), weight: 1 },
  );
}

/** Text of a pattern; where it looks ahead, which cannot be drawn, what looks like all of ours that do. */
function matching(pattern: string): Arbitrary<string> {
  return pattern.includes("(?=")
    ? fc.constantFrom("+1 212 555 0147", "030 1234567", "AB12345678")
    : fc.stringMatching(new RegExp(pattern, "u"));
}
