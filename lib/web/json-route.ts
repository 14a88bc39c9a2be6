import type { z } from "zod";
import type { Actor } from "../access/actor.ts";
import { checkRight, type Action } from "../access/policy.ts";
import { noteRoleRefusal } from "../access/refusals.ts";
import { addressKey, callerOf } from "../auth/caller.ts";
import {
  countRequest,
  limitHeaders,
  refuseExcess,
  type StricterLimit,
} from "../auth/request-limit.ts";
import { DomainError, type Issue } from "../errors.ts";
import { storable } from "./form-state.ts";
import { problemOf } from "./problem.ts";

type Work<Params, Answer> = (request: Request, params: Params, actor: Actor) => Promise<Answer>;

interface Options<Answer> {
  /** The answer has a `version`, which goes along as its ETag (RFC 9110, 8.8.3). */
  withEtag?: boolean;
  /** Something new was made (201): where it is from now on. `path` is the request's own. */
  location?: (answer: Answer, path: string) => string;
  stricter?: StricterLimit;
}

/** A route handler of Next.js. */
export type Handler<Params> = ((
  request: Request,
  context: { params: Promise<Params> },
) => Promise<Response>) & {
  /** What it asks for; null for what every signed-in person may. */
  action?: Action | null;
};

/**
 * A route handler that answers JSON: who is asking, whether they have asked too often, whether they may
 * ask for `action` at all, before a word of the body is read; then `work`, which asks again where it
 * decides, and its answer or its refusal. An answer of nothing is a 204.
 */
export function jsonRoute<Params, Answer = unknown>(
  action: Action | null,
  work: Work<Params, Answer>,
  options: Options<Answer> = {},
): Handler<Params> {
  const handle = async (request: Request, { params }: { params: Promise<Params> }) => {
    const limits: [string, string][] = [];
    let actor: Actor | undefined;
    const answer = async () => {
      const now = new Date();
      const count = async (key: string) => {
        const allowance = await countRequest(key, now, options.stricter);
        limits.push(...limitHeaders(allowance));
        refuseExcess(allowance);
      };
      const caller = await callerOf(request, now).catch(async (error: unknown) => {
        // Whoever tries tokens is counted as well, and apart from those who share the address.
        await count(`refused ${addressKey(request)}`);
        throw error;
      });
      actor = caller.actor;
      await count(caller.key);
      if (action) checkRight(actor, action);
      return answered(await work(request, await params, actor), request, options);
    };
    const response = await answer().catch(async (error: unknown) => {
      await noteRoleRefusal(actor, error, new URL(request.url).pathname, action);
      return problemOf(error, actor);
    });
    for (const [name, value] of limits) response.headers.set(name, value);
    return response;
  };
  return Object.assign(handle, { action });
}

function answered<Answer>(
  answer: Answer,
  request: Request,
  { withEtag, location }: Options<Answer>,
): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (answer === undefined) return new Response(null, { status: 204, headers });
  if (withEtag) headers.set("etag", etagOf(answer));
  if (location) headers.set("location", location(answer, new URL(request.url).pathname));
  return Response.json(answer, { status: location ? 201 : 200, headers });
}

function etagOf(answer: unknown): string {
  const version: unknown = (answer as { version?: unknown } | null)?.version;
  if (typeof version !== "number") throw new Error("An answer without a version has no ETag");
  return `"${version}"`;
}

/**
 * The query of a request as its schema reads it; a parameter that is repeated is a list, which no schema
 * takes for one value.
 *
 * @throws DomainError `invalid`
 */
export function queryOf<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.output<Schema> {
  const { searchParams } = new URL(request.url);
  const given = [...new Set(searchParams.keys())].map((name) => {
    const values = searchParams.getAll(name).map(storable);
    return [name, values.length === 1 ? values[0] : values] as const;
  });
  return parsed(Object.fromEntries(given), schema);
}

/**
 * The JSON body of a request as its schema reads it.
 *
 * @throws DomainError `unsupported_media_type`, `malformed`, `invalid`.
 */
export async function bodyOf<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const type = request.headers.get("content-type");
  const text = await request.text();
  const isJson = /^application\/json\s*(;|$)/i.test(type ?? "");
  const isChange = request.method === "PATCH";
  // What needs no words needs no body; some programs announce one all the same.
  if (text === "" && (type === null || (isJson && schema.safeParse({}).success))) {
    return parsed({}, schema, isChange);
  }
  if (!isJson) throw new DomainError("unsupported_media_type");
  return parsed(read(text), schema, isChange);
}

function read(json: string): unknown {
  try {
    return JSON.parse(json, (_key, value: unknown) =>
      typeof value === "string" ? storable(value) : value,
    );
  } catch {
    throw new DomainError("malformed");
  }
}

/** @param isChange it says what to change, which is one property at least. */
function parsed<Schema extends z.ZodType>(
  input: unknown,
  schema: Schema,
  isChange = false,
): z.output<Schema> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success && isChange && Object.keys(input as object).length === 0) {
    throw new DomainError("invalid", { issues: [{ path: "", message: "no_change" }] });
  }
  if (result.success) return result.data;
  throw new DomainError("invalid", { issues: result.error.issues.flatMap(issuesOf) });
}

/** What a schema found, as a program can use it: which property, and the bound that it missed. */
function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  const at = (...more: PropertyKey[]) => [...issue.path, ...more].join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: at(key), message: "unknown" }));
    case "too_big":
      return [{ path: at(), message: `At most ${issue.maximum}${unitOf(issue.origin)}.` }];
    case "too_small": {
      const { message, minimum, origin } = issue;
      const least = `At least ${minimum}${unitOf(origin)}.`;
      return [{ path: at(), message: message === "required" ? message : least }];
    }
    case "invalid_type":
      return [{ path: at(), message: issue.input === undefined ? "required" : issue.message }];
    default:
      return [{ path: at(), message: issue.message }];
  }
}

const unitOf = (origin: string): string =>
  ({ string: " characters", array: " entries" })[origin] ?? "";

/**
 * The version that a change is meant for (`If-Match`), if it says one: as it stood in the ETag, or
 * the bare number.
 *
 * @throws DomainError `stale_version` for what is no version that anybody was told.
 */
export function versionOf(request: Request): number | undefined {
  const header = request.headers.get("if-match");
  // `*` is whatever there is (RFC 9110, 13.1.1).
  if (header === null || header.trim() === "*") return undefined;
  const version = /^(?:W\/)?("?)(\d{1,9})\1$/.exec(header.trim())?.[2];
  if (version === undefined) throw new DomainError("stale_version");
  return Number(version);
}

/** The key under which a request may be sent again (`Idempotency-Key`). @throws DomainError `invalid` */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key")?.trim();
  if (!key) return undefined;
  if (key.length <= 200) return key;
  throw new DomainError("invalid", { issues: [{ path: "Idempotency-Key", message: "too_long" }] });
}
