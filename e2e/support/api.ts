import type { Page } from "@playwright/test";
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

/** A client as its generator makes it from the document, for whoever a page is signed in as. */
export async function clientOf(page: Page | null): Promise<Client<paths>> {
  return createClient<paths>({ baseUrl: API(), headers: await cookieOf(page) });
}
