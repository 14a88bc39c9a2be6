import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startAuthServer } from "#lib/testing/auth-browser.ts";
import { CookieBrowser } from "#lib/testing/cookie-browser.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { ownField } from "#lib/testing/form-owner.ts";
import { cookieName } from "./cookies.ts";
import { WEB_CLIENT, webClientSecret } from "./oauth/settings.ts";
import { registerPatient } from "./register.ts";
import { hashToken } from "./secrets.ts";
import { issueTicket } from "./tickets.ts";

// Signing in through our own authorization server, over HTTP, as a browser does it.

let server: Awaited<ReturnType<typeof startAuthServer>>;
const ann = { name: "Ann", email: "ann@example.org", password: "four unrelated words" };
const form = { email: ann.email, password: ann.password };
let annId: string;
beforeAll(async () => {
  server = await startAuthServer();
  await registerPatient(ann, "192.0.2.1", new Date());
  const { rows } = await testDatabase().superuser.query<{ id: string }>("SELECT id FROM users");
  annId = rows[0]?.id ?? "";
});
afterAll(() => server.stop());

const sessions = async () =>
  Number(
    (await testDatabase().superuser.query<{ n: string }>("SELECT count(*) AS n FROM sessions"))
      .rows[0]?.n,
  );

it("signs in through the authorization server and goes where the person wanted to go", async () => {
  const browser = new CookieBrowser(server.url);
  const trail = await browser.go("/sign-in/password", { ...form, callbackUrl: "/doctors/1?at=2" });
  const steps = [
    /^\/sign-in\/password$/,
    /^\/oauth\/auth\?/,
    /^\/oauth\/interaction\/[\w-]+$/,
    /^\/oauth\/auth\/[\w-]+$/,
    /^\/api\/auth\/callback\/slotwell\?code=/,
    /^\/doctors\/1\?at=2$/,
  ];
  expect(trail).toEqual(steps.map((step) => expect.stringMatching(step) as string));
  expect(browser.cookies.get(cookieName("session"))).toHaveLength(43);
  expect(browser.cookies.has(cookieName("provider"))).toBe(false);
  expect(browser.cookies.has(cookieName("ticket"))).toBe(false);
});

it.each([
  ["patient", 7 * 24],
  ["doctor", 12],
])("gives the browser of a %s a cookie that ends with the session", async (role, hours) => {
  const { superuser } = testDatabase();
  const setRole = (to: string) =>
    superuser.query("UPDATE users SET role = $2::user_role WHERE id = $1", [annId, to]);
  await setRole(role);
  const browser = new CookieBrowser(server.url);
  const set: string[] = [];
  let response = await browser.ask("/sign-in/password", form);
  for (let next = response.headers.get("location"); next;) {
    response = await browser.ask(next);
    set.push(...response.headers.getSetCookie());
    next = response.headers.get("location");
  }
  const cookie = set.find((each) => each.startsWith(`${cookieName("session")}=`)) ?? "";
  const ends = Date.parse(/expires=([^;]+)/i.exec(cookie)?.[1] ?? "");
  const { rows } = await superuser.query<{ expires_at: Date }>(
    "SELECT expires_at FROM sessions WHERE token_hash = $1",
    [hashToken(browser.cookies.get(cookieName("session")) ?? "")],
  );
  // A cookie's time has whole seconds.
  expect(ends).toBe(Math.floor((rows[0]?.expires_at.getTime() ?? 0) / 1000) * 1000);
  expect(Math.abs(ends - Date.now() - hours * 3_600_000)).toBeLessThan(60_000);
  await setRole("patient");
});

it("has a new session id at each sign-in and ends the one before", async () => {
  const browser = new CookieBrowser(server.url);
  await browser.go("/sign-in/password", form);
  const [first, before] = [browser.cookies.get(cookieName("session")), await sessions()];
  await browser.go("/sign-in/password", form);
  expect(browser.cookies.get(cookieName("session"))).not.toBe(first);
  expect(await sessions()).toBe(before);
  await browser.go("/sign-out", await ownField(browser));
  expect(await sessions()).toBe(before - 1);
  expect(browser.cookies.has(cookieName("session"))).toBe(false);
});

it("leads from the sign-out to nothing but a page of this site", async () => {
  const browser = new CookieBrowser(server.url);
  for (const [callbackUrl, to] of [
    ["/oauth/auth?client_id=a", "/sign-in?callbackUrl=%2Foauth%2Fauth%3Fclient_id%3Da"],
    ["https://evil.example/", "/sign-in"],
    ["//evil.example", "/sign-in"],
    ["", "/"],
  ] as const) {
    const response = await browser.ask("/sign-out", { callbackUrl });
    expect([callbackUrl, response.headers.get("location")]).toEqual([callbackUrl, to]);
  }
});

it("answers programs with problem+json", async () => {
  const response = await fetch(`${server.url.replace("localhost", "127.0.0.1")}/sign-in/password`, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({ ...form, password: "wrong" }),
  });
  expect(response.status).toBe(401);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({ status: 401, code: "unauthenticated" });
});

const verifier = randomBytes(32).toString("base64url");
const request = (changed: Record<string, string> = {}) => {
  const params = {
    client_id: WEB_CLIENT,
    response_type: "code",
    scope: "openid",
    redirect_uri: `${server.url}/api/auth/callback/slotwell`,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: "s",
    ...changed,
  };
  const given = Object.entries(params).filter(([, value]) => value !== "");
  return `/oauth/auth?${new URLSearchParams(given).toString()}`;
};

/** Goes through the authorization request up to its answer: the address of the callback. */
async function authorize(browser: CookieBrowser, path = request()): Promise<URL> {
  let next = path;
  for (let steps = 0; steps < 5 && !next.includes("/api/auth/"); steps++) {
    next = (await browser.ask(next)).headers.get("location") ?? "/api/auth/nowhere";
  }
  return new URL(next, server.url);
}
const withTicket = async () => {
  const browser = new CookieBrowser(server.url);
  browser.cookies.set(cookieName("ticket"), await issueTicket(annId, new Date()));
  return browser;
};
const redeem = (code: string, changed: Record<string, string> = {}, secret = webClientSecret()) =>
  fetch(`${server.url.replace("localhost", "127.0.0.1")}/oauth/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${WEB_CLIENT}:${encodeURIComponent(secret)}`).toString("base64")}`,
    },
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
      redirect_uri: `${server.url}/api/auth/callback/slotwell`,
      ...changed,
    }),
  });

// Held by `consumedAt: null` in the adapter's consume(): over HTTP this time.
it("redeems a code once under a 10-way race, and says who issued it", async () => {
  const answer = await authorize(await withTicket());
  expect(answer.searchParams.get("iss")).toBe(`${server.url}/oauth`);
  const code = answer.searchParams.get("code") ?? "";
  const tries = await Promise.all(Array.from({ length: 10 }, () => redeem(code)));
  expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(tries.filter(({ status }) => status === 400)).toHaveLength(9);
  const token = (await tries.find(({ status }) => status === 200)?.json()) as Record<
    string,
    string
  >;
  expect(token).not.toHaveProperty("refresh_token");
  expect(token["id_token"]?.split(".")).toHaveLength(3);
});

it.each<[string, Record<string, string>, string?]>([
  ["another verifier", { code_verifier: "x".repeat(43) }],
  ["another redirect_uri", { redirect_uri: "http://localhost/elsewhere" }],
  ["another secret", {}, "guessed"],
])("does not redeem a code with %s", async (_what, changed, secret) => {
  const answer = await authorize(await withTicket());
  const tried = await redeem(answer.searchParams.get("code") ?? "", changed, secret);
  expect([400, 401]).toContain(tried.status);
});

it.each([
  ["no PKCE", { code_challenge: "", code_challenge_method: "" }],
  ["PKCE by plain", { code_challenge_method: "plain" }],
  ["the implicit flow", { response_type: "id_token" }],
])("sends back a request with %s as an error", async (_what, changed) => {
  const answer = await authorize(await withTicket(), request(changed));
  expect(answer.searchParams.get("code")).toBeNull();
  expect(answer.hash + answer.search).toMatch(/error=/);
});

it.each([
  ["another redirect_uri", { redirect_uri: "https://evil.example/" }],
  ["a longer redirect_uri", { redirect_uri: "http://localhost/api/auth/callback/slotwell/x" }],
  ["an unknown client", { client_id: "<b>evil</b>" }],
])("sends nobody anywhere for %s", async (_what, changed) => {
  const response = await new CookieBrowser(server.url).ask(request(changed));
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
  expect(await response.text()).not.toContain("evil");
});

it("signs nobody in without a ticket, whatever session the browser has", async () => {
  const browser = new CookieBrowser(server.url);
  await browser.go("/sign-in/password", form);
  expect((await authorize(browser)).searchParams.has("code")).toBe(false);
});

it("signs nobody in by the authorization server's own session, which the website does not know", async () => {
  const browser = await withTicket();
  expect((await authorize(browser)).searchParams.has("code")).toBe(true);
  expect(browser.cookies.has(cookieName("provider"))).toBe(true);
  expect((await authorize(browser)).searchParams.has("code")).toBe(false);
});

it("sends a spent or foreign interaction back to the beginning", async () => {
  const trail = await new CookieBrowser(server.url).go("/oauth/interaction/forged");
  expect(trail.at(-1)).toBe("/sign-in");
});

it.each(["", "https://evil.example"])(
  "ends a sign-in whose answer comes from the issuer %j (RFC 9207)",
  async (iss) => {
    const browser = new CookieBrowser(server.url);
    const started = await browser.ask("/sign-in/password", form);
    const answer = await authorize(browser, started.headers.get("location") ?? "");
    answer.searchParams.set("iss", iss);
    if (iss === "") answer.searchParams.delete("iss");
    expect((await browser.go(answer.pathname + answer.search)).at(-1)).toBe("/sign-in");
    expect(browser.cookies.has(cookieName("session"))).toBe(false);
  },
);

it("says in its metadata what it does and nothing more", async () => {
  const browser = new CookieBrowser(server.url);
  const read = async (path: string) => (await browser.ask(path)).json() as Promise<object>;
  const metadata = await read("/oauth/.well-known/openid-configuration");
  expect(metadata).toMatchObject({
    issuer: `${server.url}/oauth`,
    authorization_endpoint: `${server.url}/oauth/auth`,
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
  });
  expect(metadata).not.toHaveProperty("registration_endpoint");
  expect(await read("/.well-known/oauth-authorization-server/oauth")).toEqual(metadata);
});
