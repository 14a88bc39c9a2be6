import { expect, type Page } from "@playwright/test";
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../../lib/generated/openapi.ts";
import { ApiDocument } from "./document.ts";

const origin = (): string => process.env["SLOTWELL_TEST_URL"] ?? "http://localhost:3000";
export const API = (): string => `${origin()}/api/v1`;

/** The document that the server serves. */
export async function loadDocument(): Promise<ApiDocument> {
  const answer = await fetch(`${API()}/openapi.json`);
  return new ApiDocument((await answer.json()) as ConstructorParameters<typeof ApiDocument>[0]);
}

/** The cookies of whoever a page is signed in as; null for a visitor. */
export async function cookieOf(page: Page | null): Promise<Record<string, string>> {
  const cookies = (await page?.context().cookies()) ?? [];
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return cookie === "" ? {} : { cookie };
}

/** A client as its generator makes it from the document, for whoever the headers are of. */
export const clientWith = (headers: Record<string, string>): Client<paths> =>
  createClient<paths>({ baseUrl: API(), headers });

/** The same for whoever a page is signed in as. */
export const clientOf = async (page: Page | null): Promise<Client<paths>> =>
  clientWith(await cookieOf(page));

interface Got<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What was answered, once it has the status that was wanted. */
export function answered<T>({ data, error, response }: Got<T>, status = 200): T {
  expect([response.status, error]).toEqual([status, undefined]);
  return data as T;
}

/** Holds a refusal against what was wanted. */
export function refused({ error, response }: Got<unknown>, status: number, code: string): void {
  expect([response.status, error]).toMatchObject([status, { code }]);
}
