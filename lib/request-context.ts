import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What the log and the database say about the request that is being answered. Never who asks: the
 * actor is always an argument.
 */
export interface RequestContext {
  /** The correlation id: the `x-request-id` of the answer, and the code that pages and problems show. */
  id: string;
  method: string;
  /** The path without ids and without the query, for example `/patient/appointments/*`. */
  route: string;
}

// On globalThis, because Next.js loads a copy of its own of every module that it bundles.
const kept = globalThis as typeof globalThis & {
  slotwellRequests?: AsyncLocalStorage<RequestContext>;
};
const requests = (kept.slotwellRequests ??= new AsyncLocalStorage());

/** Runs `work`, and everything that it starts, as a part of answering a request. */
export function withinRequest<T>(context: RequestContext, work: () => T): T {
  return requests.run(context, work);
}

/** Returns the request that is being answered, or undefined for what runs by itself. */
export const currentRequest = (): RequestContext | undefined => requests.getStore();

/** Returns the `application_name` under which PostgreSQL lists and logs what runs now. */
export function applicationName(): string {
  const request = currentRequest();
  return request ? `slotwell ${request.id}` : "slotwell";
}
