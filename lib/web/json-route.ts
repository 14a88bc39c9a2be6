import type { z } from "zod";
import type { Actor } from "../access/actor.ts";
import { currentActor } from "../auth/session.ts";
import { DomainError } from "../errors.ts";
import { reportFailure } from "../log.ts";
import { problem } from "./problem.ts";

type Work<Params> = (request: Request, params: Params, actor: Actor) => Promise<unknown>;

/** A route handler that answers JSON: who is asking, then `work`, then its answer or its refusal. */
export function jsonRoute<Params>(work: Work<Params>) {
  return async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    try {
      return Response.json(await work(request, await params, await currentActor()), {
        headers: { "cache-control": "no-store" },
      });
    } catch (error) {
      if (error instanceof DomainError) return problem(error);
      return problem(new DomainError("internal"), reportFailure(error));
    }
  };
}

/** The query of a request as its schema reads it. @throws DomainError `invalid` */
export function queryOf<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (parsed.success) return parsed.data;
  throw new DomainError("invalid", {
    issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
  });
}
