import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CookieBrowser } from "../../lib/testing/cookie-browser.ts";
import { startProduct, stopProducts, type Product } from "../../scripts/product.ts";
import { allowOverHttp } from "../support/oauth/consent.ts";
import { NativeApp } from "../support/oauth/native-app.ts";
import { demoEmail } from "../support/people.ts";
import { signInOverHttp } from "../support/sessions.ts";

// A product of the tests' own, which is stopped and started again, and has a limit that can be reached.

const LIMIT = 60;
const kept = mkdtempSync(join(tmpdir(), "slotwell-restart-"));
let product: Product;

beforeAll(async () => {
  product = await startProduct({ kept, requestsPerMinute: LIMIT });
});

afterAll(async () => {
  await stopProducts();
  rmSync(kept, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  const port = Number(new URL(product.url).port);
  await product.stop();
  product = await startProduct({ kept, port, requestsPerMinute: LIMIT });
}

/** How often one of ten attempts at the same moment succeeds, and what it gave. */
async function tenTimes(attempt: () => Promise<client.TokenEndpointResponse>) {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, attempt));
  return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
}

test("codes and tokens outlive a restart, and are then spent exactly once (22, 23)", async () => {
  const user = await signInOverHttp(demoEmail("patient1"), new CookieBrowser(product.url));
  const app = await NativeApp.start(product.url);
  const asked = await app.begin("openid profile", { prompt: "consent" });
  const tokens = await asked.finish(undefined, await allowOverHttp(user, asked.url, app));
  const again = await app.begin("openid profile");
  const answer = await allowOverHttp(user, again.url, app);

  await restart();
  const me = ({ access_token: token }: client.TokenEndpointResponse) =>
    fetch(`${product.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect((await me(tokens)).status).toBe(200);
  const redeemed = await tenTimes(() => again.finish(undefined, answer));
  expect(redeemed).toHaveLength(1);
  const refreshed = await tenTimes(() =>
    client.refreshTokenGrant(app.config, tokens.refresh_token ?? ""),
  );
  expect(refreshed).toHaveLength(1);
  // The nine attempts that failed revoked what the tenth got.
  for (const ended of [tokens, ...redeemed, ...refreshed])
    expect((await me(ended)).status).toBe(401);
  app.close();
});

test("answers 429 to too many requests, sooner where they are costly (36)", async () => {
  // Requests of the test above may count too.
  const exceed = async (path: string, limit: number, init?: RequestInit) => {
    const answers = await Promise.all(
      Array.from({ length: limit + 1 }, () => fetch(`${product.url}${path}`, init)),
    );
    const refused = answers.find(({ status }) => status === 429);
    if (!refused) throw new Error(`${path} answered ${limit + 1} requests`);
    return refused;
  };
  const form = new URLSearchParams({ grant_type: "client_credentials", client_id: "nobody" });
  const search = await exceed("/api/v1/slots", LIMIT / 5);
  const others = await exceed("/api/v1/doctors", LIMIT);
  const token = await exceed("/oauth/token", LIMIT, { method: "POST", body: form });
  const page = await exceed("/oauth/auth", LIMIT, { headers: { accept: "text/html" } });
  expect(Number(page.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await page.text()).toContain("Too many requests");
  const waits = [search, others, token];
  const told = waits.map(({ headers }) => headers.get("ratelimit-policy"));
  expect(told).toEqual(['"search";q=12;w=60', '"default";q=60;w=60', '"oauth";q=60;w=60']);
  for (const wait of waits) {
    expect(Number(wait.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(wait.headers.get("ratelimit")).toMatch(/;r=0;t=\d+$/);
  }
  expect(await search.json()).toMatchObject({ code: "too_many_requests", status: 429 });
  expect(await token.json()).toMatchObject({ error: "temporarily_unavailable" });
});
