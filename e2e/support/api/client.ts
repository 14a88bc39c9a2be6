import { deepEqual } from "node:assert/strict";
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../../../lib/generated/openapi.ts";
import { ApiDocument } from "./document.ts";
import { productUrl } from "../product.ts";
import { sessionOf, type SessionOptions } from "../sessions.ts";

export type Api = Client<paths>;
/** What proves who asks: a cookie or a token; nothing for an anonymous caller. */
export type Credentials = Record<string, string>;

export const apiUrl = (): string => `${productUrl()}/api/v1`;

/** Returns the document that the server serves. */
export async function loadDocument(): Promise<ApiDocument> {
  const answer = await fetch(`${apiUrl()}/openapi.json`);
  return new ApiDocument((await answer.json()) as ConstructorParameters<typeof ApiDocument>[0]);
}

/** The cookies of a session of a demo account. */
export async function cookieOf(name: string, options?: SessionOptions): Promise<Credentials> {
  return { cookie: (await sessionOf(name, options)).cookieFor("/") };
}

/** The header of a client that has such a token. */
export const bearer = (token: string): Credentials => ({ authorization: `Bearer ${token}` });

/** Makes a client from the document, as its generator does. */
export const clientWith = (headers: Credentials): Api =>
  createClient<paths>({ baseUrl: apiUrl(), headers });

/** The same with a session of a demo account. */
export const clientOf = async (name: string, options?: SessionOptions): Promise<Api> =>
  clientWith(await cookieOf(name, options));

interface Got<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Returns what was answered; fails unless it has the wanted status. */
export function answered<T>({ data, error, response }: Got<T>, status = 200): T {
  deepEqual([response.status, error], [status, undefined]);
  return data as T;
}

/** Fails unless the answer is an error of this status and code. */
export function refused({ error, response }: Got<unknown>, status: number, code: string): void {
  const problem = error as { code?: string } | undefined;
  deepEqual([response.status, problem?.code], [status, code]);
}
