import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { supply } from "#lib/env.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { startFakeIssuer, strangersKey, type Token } from "#lib/testing/fake-issuer.ts";
import { addApp, sessionFor } from "#lib/testing/second-factor.ts";
import { cookieName } from "./cookies.ts";
import { finishFlow, startFlow } from "./flow.ts";
import { registerPatient } from "./register.ts";
import { findStep } from "./second-factor/steps.ts";
import { findAnySession } from "./session-store.ts";

// The website as the client of an outside OpenID provider.

const APP = "http://localhost:3000";
let outside: Awaited<ReturnType<typeof startFakeIssuer>>;
beforeAll(async () => {
  outside = await startFakeIssuer();
  supply({ ...outside.settings, APP_URL: APP, NEXTAUTH_URL: APP });
});
afterAll(() => outside.stop());

let subjects = 0;
let subject: string;
beforeEach(() => {
  subject = `subject-${++subjects}`;
});

/** Leaves for the provider and comes back with its answer; a cookie of a session signs in. */
async function signIn(token: Token, answer: Record<string, string> = {}, session?: string) {
  const flow = await startFlow(new Request(`${APP}/sign-in/provider/oidc`), "oidc", "/patient");
  const sent = new URL(flow?.location ?? "").searchParams;
  outside.state.nonce = sent.get("nonce") ?? "";
  outside.state.challenge = sent.get("code_challenge") ?? "";
  outside.state.token = { ...token, claims: { sub: subject, name: "Pat", ...token.claims } };
  const query = { code: "c", state: sent.get("state") ?? "", iss: outside.issuer, ...answer };
  const kept = (flow?.cookies ?? []).map((cookie) => cookie.split(";")[0]);
  const cookie = [...kept, session ? `${cookieName("session")}=${session}` : ""].join("; ");
  const url = `${APP}/api/auth/callback/oidc?${new URLSearchParams(query).toString()}`;
  const response = await finishFlow(new Request(url, { headers: { cookie } }), "oidc");
  const begun = response.headers
    .getSetCookie()
    .find((each) => each.startsWith(`${cookieName("session")}=`));
  const step = response.headers
    .getSetCookie()
    .find((each) => each.startsWith(`${cookieName("step")}=`));
  return {
    location: response.headers.get("location"),
    session: begun?.split(/[=;]/)[1] || null,
    step: step?.split(/[=;]/)[1] ?? null,
  };
}

async function users(where = "TRUE") {
  const { rows } = await testDatabase().superuser.query<Record<string, unknown>>(
    `SELECT u.id, u.email, u.name, u.role, a.subject, p.id IS NOT NULL AS patient FROM users u
     LEFT JOIN accounts a ON a.user_id = u.id LEFT JOIN patients p ON p.user_id = u.id
     WHERE ${where} ORDER BY u.created_at`,
  );
  return rows;
}

it("makes a patient of somebody new and finds them again by (issuer, subject)", async () => {
  const first = await signIn({});
  expect(first).toMatchObject({ location: `${APP}/patient` });
  expect(first.session).toHaveLength(43);
  const second = await signIn({ claims: { name: "Renamed", email: "x@example.org" } });
  expect(second.session).not.toBe(first.session);
  expect(await users(`subject = '${subject}'`)).toMatchObject([
    { name: "Pat", role: "patient", email: null, patient: true },
  ]);
});

it("takes over an address that is verified and free, and no other", async () => {
  await signIn({ claims: { email: "Free@Example.org", email_verified: true } });
  expect(await users(`subject = '${subject}'`)).toMatchObject([{ email: "free@example.org" }]);
  subject += "-unverified";
  await signIn({ claims: { email: "unverified@example.org", email_verified: false } });
  expect(await users(`subject = '${subject}'`)).toMatchObject([{ email: null }]);
  subject += "-text";
  await signIn({ claims: { email: "text@example.org", email_verified: "true" } });
  expect(await users(`subject = '${subject}'`)).toMatchObject([{ email: null }]);
});

it("never gives anybody an account by e-mail, verified or not", async () => {
  const ann = { name: "Ann", email: "ann@example.org", password: "four unrelated words" };
  await registerPatient(ann, "192.0.2.1", new Date());
  await signIn({ claims: { email: "ann@example.org", email_verified: true } });
  const [known] = await users("email = 'ann@example.org'");
  expect(known).toMatchObject({ name: "Ann", subject: null });
  const [made] = await users(`subject = '${subject}'`);
  expect(made).toMatchObject({ email: null });
  expect(made?.["id"]).not.toBe(known?.["id"]);
});

it("never links an account to whoever is signed in, and ends their session", async () => {
  const first = await signIn({});
  subject += "-other";
  const second = await signIn({}, {}, first.session ?? "");
  expect(await users(`subject LIKE '${subject.replace("-other", "")}%'`)).toHaveLength(2);
  const { rows } = await testDatabase().superuser.query<{ count: string }>(
    `SELECT count(*) FROM sessions s JOIN accounts a USING (user_id) WHERE subject = $1`,
    [subject.replace("-other", "")],
  );
  expect(rows).toEqual([{ count: "0" }]);
  expect(second.session).not.toBeNull();
});

// Held by the primary key of accounts, and the way back to the other's in registerOutsidePerson.
it("makes one patient of one person who comes many times at once", async () => {
  const all = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const { registerOutsidePerson } = await import("./outside-accounts.ts");
      const person = { issuer: outside.issuer, subject, name: "Pat", email: null };
      return (await registerOutsidePerson(person)).id;
    }),
  );
  expect(new Set(all).size).toBe(1);
  expect(await users(`subject = '${subject}'`)).toHaveLength(1);
});

it("refuses a disabled user", async () => {
  await signIn({});
  const { superuser } = testDatabase();
  await superuser.query(
    "UPDATE users SET disabled_at = now() WHERE id IN (SELECT user_id FROM accounts WHERE subject = $1)",
    [subject],
  );
  expect(await signIn({})).toMatchObject({ location: "/sign-in", session: null });
  const { rows } = await superuser.query<{ detail: object }>(
    "SELECT detail FROM audit_events WHERE action = 'account.sign-in-failed'",
  );
  expect(rows).toEqual([{ detail: { why: "disabled" } }]);
});

const refused: [string, Token, Record<string, string>?][] = [
  ["another state", {}, { state: "forged" }],
  ["another iss in the answer", {}, { iss: "https://evil.example" }],
  ["an error of the provider", {}, { error: "access_denied" }],
  ["another nonce", { claims: { nonce: "forged" } }],
  ["no nonce", { claims: { nonce: undefined } }],
  ["another issuer", { claims: { iss: "https://evil.example" } }],
  ["another audience", { claims: { aud: "somebody-else" } }],
  ["several audiences without azp", { claims: { aud: ["slotwell-at-issuer", "x"] } }],
  ["an expired token", { claims: { exp: Math.floor(Date.now() / 1000) - 60 } }],
  ["a token for later", { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }],
  ["a stranger's signature", { key: strangersKey }],
  ["no signature", { alg: "none" }],
  ["a signature with the client's secret", { alg: "HS256" }],
  ["no subject", { claims: { sub: undefined } }],
];
it.each(refused)("refuses %s", async (_what, token, answer) => {
  const before = (await users()).length;
  expect(await signIn(token, answer)).toMatchObject({ location: "/sign-in", session: null });
  expect(await users()).toHaveLength(before);
});

it("proves the code with PKCE", () => {
  expect(outside.state.verified).toBeGreaterThan(5);
});

it("signs no user in without the cookies it left with", async () => {
  const url = `${APP}/api/auth/callback/oidc?code=c&state=s&iss=${outside.issuer}`;
  const response = await finishFlow(new Request(url), "oidc");
  expect(response.headers.get("location")).toBe("/sign-in");
});

it("asks for the second factor of the account after the provider's own sign-in", async () => {
  await signIn({});
  const [user] = await users(`subject = '${subject}'`);
  const userId = String(user?.["id"]);
  const now = new Date();
  await addApp(await sessionFor(userId, now, []), now);
  // What the provider says about its sign-in counts for nothing here.
  const half = await signIn({ claims: { amr: ["hwk", "otp"] } });
  expect(half).toMatchObject({
    location: "/sign-in/second-step?callbackUrl=%2Fpatient",
    session: null,
  });
  expect(await findStep(half.step ?? "", now)).toMatchObject({ userId, amr: [] });
  expect(await findAnySession(half.step ?? "", now)).toBeNull();
});
