import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as client from "openid-client";
import { expect, test as base } from "vitest";
import { CookieBrowser } from "../../lib/testing/cookie-browser.ts";
import { startProduct } from "../../scripts/product.ts";
import { allowOverHttp } from "../support/oauth/consent.ts";
import { NativeApp } from "../support/oauth/native-app.ts";
import { demoEmail } from "../support/people.ts";
import { signInOverHttp } from "../support/sessions.ts";

// A product of the test's own, which is stopped and started again, and has a limit that can be reached.

const LIMIT = 60;

interface Own {
  url: string;
  restart: () => Promise<void>;
}

const test = base.extend<{ own: Own }>({
  own: async ({}, use) => {
    const kept = mkdtempSync(join(tmpdir(), "slotwell-restart-"));
    const options = { kept, requestsPerMinute: LIMIT };
    let product = await startProduct(options);
    const { url } = product;
    const restart = async () => {
      await product.stop();
      product = await startProduct({ ...options, port: Number(new URL(url).port) });
    };
    await use({ url, restart });
    await product.stop();
    rmSync(kept, { recursive: true, force: true });
  },
});

/** How often one of ten attempts at the same moment succeeds, and what it gave. */
async function tenTimes(attempt: () => Promise<client.TokenEndpointResponse>) {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, attempt));
  return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
}

test("codes and tokens outlive a restart, and are then spent exactly once (22, 23)", async ({
  own,
}) => {
  const user = await signInOverHttp(demoEmail("patient1"), new CookieBrowser(own.url));
  const app = await NativeApp.start(own.url);
  const asked = await app.begin("openid profile", { prompt: "consent" });
  const tokens = await asked.finish(undefined, await allowOverHttp(user, asked.url, app));
  const again = await app.begin("openid profile");
  const answer = await allowOverHttp(user, again.url, app);

  await own.restart();
  const me = ({ access_token: token }: client.TokenEndpointResponse) =>
    fetch(`${own.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
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

test("answers 429 to too many requests, sooner where they are costly (36)", async ({ own }) => {
  const ask = async (path: string, times: number, init?: RequestInit) => {
    const answers = await Promise.all(
      Array.from({ length: times }, () => fetch(`${own.url}${path}`, init)),
    );
    return answers.filter(({ status }) => status === 429);
  };
  const form = new URLSearchParams({ grant_type: "client_credentials", client_id: "nobody" });
  const waits = [
    ...(await ask("/api/v1/slots", LIMIT / 5 + 1)),
    ...(await ask("/api/v1/doctors", LIMIT + 1)),
    ...(await ask("/oauth/token", LIMIT + 1, { method: "POST", body: form })),
  ];
  const told = waits.map(({ headers }) => headers.get("ratelimit-policy"));
  expect(told).toEqual(['"search";q=12;w=60', '"default";q=60;w=60', '"oauth";q=60;w=60']);
  for (const wait of waits) {
    expect(Number(wait.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(wait.headers.get("ratelimit")).toMatch(/;r=0;t=\d+$/);
  }
  const [search, , token] = waits;
  expect(await search?.json()).toMatchObject({ code: "too_many_requests", status: 429 });
  expect(await token?.json()).toMatchObject({ error: "temporarily_unavailable" });
});
