import { z } from "zod";
import { SCOPES } from "../../access/actor.ts";
import { CODES } from "./codes.ts";

export const METHODS = ["get", "post", "put", "patch", "delete"] as const;
export type Method = (typeof METHODS)[number];

const reply = z.strictObject({
  description: z.string(),
  /** The name of what is answered, as JSON; nothing without it. */
  "x-answer": z.string().optional(),
  "x-etag": z.boolean().default(false),
  "x-location": z.boolean().default(false),
});
export type Reply = z.output<typeof reply>;

/**
 * What the JSDoc of a route handler says about it. The rest of its documentation follows from that; a
 * key that is not among these is a slip.
 */
const operation = z.strictObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  tags: z.tuple([z.string()]),
  /** What a token has to be granted; any token of a user will do without it. */
  "x-scope": z.enum(SCOPES).optional(),
  /** Also for those who are not signed in. */
  "x-public": z.boolean().default(false),
  /** The names of the inputs that its query and its body are read as. */
  "x-query": z.string().optional(),
  "x-body": z.string().optional(),
  "x-if-match": z.boolean().default(false),
  "x-idempotent": z.boolean().default(false),
  /** Refusals besides those that follow from the rest. */
  "x-errors": z.array(z.enum(CODES)).default([]),
  responses: z.record(z.string(), reply),
});
export type Documented = z.output<typeof operation>;

/** The operations of all paths as JSDoc has them. */
export const documented = z.record(
  z.string().startsWith("/"),
  z.partialRecord(z.enum(METHODS), operation),
);
