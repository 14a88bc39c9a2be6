import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { findBearer } from "../auth/bearer.ts";
import { startAuthServer } from "./auth-browser.ts";
import { CookieBrowser } from "./cookie-browser.ts";
import {
  authorize,
  makeClient,
  post,
  redeem,
  requestOf,
  signInAs,
  type TokenAnswer,
} from "./oauth.ts";
import { makePatient } from "./people.ts";

// The world of the tests of the authorization server: programs of every kind, and for each test a patient
// who is signed in with a browser of their own.

export const here = {} as { url: string; browser: CookieBrowser; userId: string };

/** Called once by each test file. */
export function openPrograms(): void {
  let stop: () => unknown;
  beforeAll(async () => {
    const server = await startAuthServer();
    here.url = server.url;
    stop = () => server.stop();
    await makeClient({ id: "app" });
    await makeClient({
      id: "web",
      kind: "confidential",
      secret: "s3cret",
      redirectUris: ["https://a.example/cb"],
    });
    await makeClient({
      id: "other",
      kind: "confidential",
      secret: "0ther",
      redirectUris: ["https://b.example/cb"],
    });
    await makeClient({
      id: "job",
      kind: "service",
      secret: "j0b",
      scopes: ["doctors:read", "availability:read"],
    });
  });
  beforeEach(async () => {
    here.browser = new CookieBrowser(here.url);
    here.userId = (await makePatient()).actor.userId;
    await signInAs(here.browser, here.userId);
  });
  afterAll(() => stop());
}

/** The patient lets the public program in. */
export async function connect(): Promise<TokenAnswer["body"]> {
  const { end } = await authorize(here.browser, requestOf("app"));
  const { body } = await redeem(here.url, "app", end);
  expect(body["access_token"]).toBeDefined();
  return body;
}

export const refresh = (token = "", id = "app"): Promise<TokenAnswer> =>
  post(here.url, "token", { grant_type: "refresh_token", refresh_token: token, client_id: id });

export const holder = (token = "") => findBearer(token, new Date());
