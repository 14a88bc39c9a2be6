import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { supply } from "#lib/env.ts";
import { startAuthServer } from "#lib/testing/auth-browser.ts";
import { Authenticator } from "#lib/testing/authenticator.ts";
import { CookieBrowser } from "#lib/testing/cookie-browser.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { fieldOf } from "#lib/testing/form-owner.ts";
import { authorize, makeClient, redeem, requestOf } from "#lib/testing/oauth.ts";
import { hashCheaply } from "#lib/testing/passwords.ts";
import { makePatient } from "#lib/testing/people.ts";
import { actsOf, addApp, sessionFor } from "#lib/testing/second-factor.ts";
import { cookieName } from "../cookies.ts";
import { prove, proofNeeded } from "../reauthentication.ts";
import { credentialsOf } from "../second-factor/credentials.ts";
import { findSession, type Session } from "../session-store.ts";
import { spendChallenge } from "./challenges.ts";
import {
  addPasskey,
  beginPasskey,
  listPasskeys,
  pendingPasskey,
  removePasskey,
  renamePasskey,
} from "./manage.ts";
import { assertionSchema } from "./schema.ts";
import { verifyPasskey } from "./verify.ts";

const PASSWORD = "correct horse battery";
const now = new Date();
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let server: Awaited<ReturnType<typeof startAuthServer>>;
let site: { rpId: string; origin: string };
let session: Session & { token: string };
let userId: string;

beforeAll(async () => {
  server = await startAuthServer();
  site = { rpId: "localhost", origin: server.url };
  await makeClient({ id: "office" });
});
beforeEach(async () => {
  ({ userId } = (await makePatient()).actor);
  session = await sessionFor(userId, now);
});
afterEach(() => {
  supply({ REQUIRE_SECOND_FACTOR: "" });
});
afterAll(() => server.stop());

const proven = () => ({ ...session.actor, provenAt: now });
const challengeOf = async (of: Session) => (await pendingPasskey(of, now))?.challenge ?? "";

/** Adds a passkey to the user of `session`. */
async function add(key = new Authenticator(site, userId), name = "Laptop") {
  await beginPasskey(proven(), session.sessionId, now);
  const response = key.create(await challengeOf(session));
  return { key, codes: await addPasskey(session, { name, response }, now) };
}

/** Asks for a challenge as the sign-in page does, and posts what `answer` makes of it. */
async function signIn(
  answer: (challenge: string) => object,
  browser = new CookieBrowser(server.url),
) {
  const asked = await browser.ask("/sign-in/passkey/options", {});
  const { challenge } = (await asked.json()) as { challenge: string };
  const response = JSON.stringify(answer(challenge));
  const trail = await browser.go("/sign-in/passkey", { response, callbackUrl: "/patient/labs" });
  const token = browser.cookies.get(cookieName("session"));
  return { browser, response, end: trail.at(-1), found: await findSession(token, new Date()) };
}
const refused = {
  code: "invalid",
  detail: { issues: [{ path: "response", message: "passkey_refused" }] },
};

it("signs in with a passkey alone, which counts as two factors", async () => {
  const { key } = await add();
  const { browser, end, found } = await signIn((challenge) => key.get(challenge));
  expect(end).toBe("/patient/labs");
  expect(found).toMatchObject({ actor: { userId }, amr: ["hwk", "user"] });
  const { end: back } = await authorize(browser, requestOf("office"));
  const { body } = await redeem(server.url, "office", back);
  const [, payload = ""] = (body["id_token"] ?? "").split(".");
  expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({
    sub: userId,
    amr: ["hwk", "user"],
  });
  expect(await proofNeeded(found ?? session, new Date())).toBe("none");
});

it("is a second factor, so that the password alone does not sign in", async () => {
  await testDatabase().superuser.query(
    "UPDATE users SET email = $2, password_hash = $3 WHERE id = $1",
    [userId, `${userId}@example.org`, await hashCheaply(PASSWORD)],
  );
  const { codes } = await add();
  expect(codes).toHaveLength(10);
  const browser = new CookieBrowser(server.url);
  const form = { email: `${userId}@example.org`, password: PASSWORD };
  expect((await browser.go("/sign-in/password", form)).at(-1)).toBe("/sign-in/second-step");
  await browser.go("/sign-in/code", { ...fieldOf(userId), code: codes[0] ?? "" });
  const token = browser.cookies.get(cookieName("session"));
  expect((await findSession(token, new Date()))?.amr).toEqual(["pwd", "otp"]);
  // Long after the passkey was last used, the password and a code are asked before a sensitive act.
  expect(await proofNeeded(session, later(11))).toBe("password-and-code");
  const given = { current: PASSWORD, code: codes[1] };
  expect(await prove(session, given, later(11))).toMatchObject({ userId });
});

it("gives recovery codes with the first factor only, and ends all other sessions", async () => {
  const other = await sessionFor(userId, now);
  await addApp(session, now);
  expect(await findSession(other.token, now)).toBeNull();
  expect((await add()).codes).toEqual([]);
  expect((await findSession(session.token, now))?.amr).toEqual(["pwd", "otp", "hwk"]);
  expect(await credentialsOf(userId)).toMatchObject({ passkeys: 1, recoveryCodes: 10 });
});

it.each<[string, Parameters<Authenticator["get"]>[1]]>([
  ["of another site's page", { origin: "https://evil.example" }],
  ["for another site", { rpId: "evil.example" }],
  ["of a user that the browser has not verified", { userVerified: false }],
  ["in the name of another user", { userHandle: "01900000-0000-7000-8000-000000000000" }],
])("refuses a signature %s", async (_what, odd) => {
  const { key } = await add();
  const { end, found } = await signIn((challenge) => key.get(challenge, odd));
  expect([end, found]).toEqual(["/sign-in?callbackUrl=%2Fpatient%2Flabs", null]);
  expect((await actsOf(userId)).at(-1)).toBe("account.sign-in-failed");
  expect((await signIn((challenge) => key.get(challenge))).found).not.toBeNull();
});

it("refuses a signature of another passkey, in the name of this one", async () => {
  const { key } = await add();
  const thief = new Authenticator(site, userId);
  const { found } = await signIn((challenge) => ({
    ...thief.get(challenge),
    id: key.id,
    rawId: key.id,
  }));
  expect(found).toBeNull();
});

it("takes a signature once, in the browser that was asked for it, and for five minutes", async () => {
  const { key } = await add();
  const browser = new CookieBrowser(server.url);
  let token = "";
  // An authenticator that counts nothing, so that the challenge alone tells a signature that was used.
  const sign = (challenge: string) => {
    token = browser.cookies.get(cookieName("passkey")) ?? "";
    return key.get(challenge, { counter: 0 });
  };
  const { response, found } = await signIn(sign, browser);
  expect(found).not.toBeNull();
  const again = async (with_: CookieBrowser) =>
    (await with_.go("/sign-in/passkey", { response })).at(-1);
  browser.cookies.set(cookieName("passkey"), token);
  expect(await again(browser)).toBe("/sign-in");
  // Another browser has a challenge of its own.
  const other = new CookieBrowser(server.url);
  await other.ask("/sign-in/passkey/options", {});
  expect(await again(other)).toBe("/sign-in");
  const late = new CookieBrowser(server.url);
  await late.ask("/sign-in/passkey/options", {});
  token = late.cookies.get(cookieName("passkey")) ?? "";
  expect(await spendChallenge({ token }, later(6))).toBeNull();
  const spent = await Promise.all([1, 2, 3].map(() => spendChallenge({ token }, now)));
  expect(spent.filter((challenge) => challenge !== null)).toHaveLength(1);
});

it("refuses the counter of a copied authenticator, also in a race", async () => {
  const { key } = await add();
  await signIn((challenge) => key.get(challenge));
  await signIn((challenge) => key.get(challenge));
  for (const counter of [0, 1, 2]) {
    const { found } = await signIn((challenge) => key.get(challenge, { counter }));
    expect([counter, found]).toEqual([counter, null]);
  }
  // Held by the condition of noteSignature(): all of them read the counter before one writes it.
  const copies = Array.from({ length: 5 }, () =>
    assertionSchema.parse(JSON.stringify(key.get("Y2hhbGxlbmdl", { counter: 9 }))),
  );
  const found = await Promise.all(copies.map((copy) => verifyPasskey(copy, "Y2hhbGxlbmdl", now)));
  expect(found.filter((user) => user !== null)).toHaveLength(1);
});

it("takes an authenticator that counts nothing as often as it signs", async () => {
  const { key } = await add();
  for (let i = 0; i < 2; i++) {
    const { found } = await signIn((challenge) => key.get(challenge, { counter: 0 }));
    expect(found).not.toBeNull();
  }
});

it("signs no disabled account in", async () => {
  const { key } = await add();
  await testDatabase().superuser.query("UPDATE users SET disabled_at = now() WHERE id = $1", [
    userId,
  ]);
  expect((await signIn((challenge) => key.get(challenge))).found).toBeNull();
});

it.each<[string, Parameters<Authenticator["create"]>[1]]>([
  ["made on another site's page", { origin: "https://evil.example" }],
  ["for another site", { rpId: "evil.example" }],
  ["without a verified user", { userVerified: false }],
])("adds no passkey %s", async (_what, odd) => {
  const key = new Authenticator(site, userId);
  await beginPasskey(proven(), session.sessionId, now);
  const response = key.create(await challengeOf(session), odd);
  await expect(addPasskey(session, { name: "Key", response }, now)).rejects.toMatchObject(refused);
  expect((await credentialsOf(userId)).passkeys).toBe(0);
});

it("adds a passkey in the session that has proved itself, once, and to one user for good", async () => {
  const thief = await sessionFor(userId, now);
  await beginPasskey(proven(), session.sessionId, now);
  const challenge = await challengeOf(session);
  const key = new Authenticator(site, userId);
  const response = key.create(challenge);
  const make = (by: Session) => addPasskey(by, { name: "Key", response }, now);
  expect(await pendingPasskey(thief, now)).toBeNull();
  await expect(make(thief)).rejects.toMatchObject({ code: "illegal_transition" });
  const tries = await Promise.allSettled([make(session), make(session)]);
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  // Held by the constraint passkeys_one_user.
  const other = await sessionFor((await makePatient()).actor.userId, now);
  await beginPasskey({ ...other.actor, provenAt: now }, other.sessionId, now);
  const stolen = key.create(await challengeOf(other));
  await expect(addPasskey(other, { name: "Key", response: stolen }, now)).rejects.toMatchObject(
    refused,
  );
});

it("lets users rename and remove their own passkeys alone", async () => {
  await add();
  const [passkey] = await listPasskeys(session.actor);
  const id = passkey?.id ?? "";
  const other = (await makePatient()).actor;
  const stranger = { ...other, provenAt: now };
  await expect(renamePasskey(other, id, "Mine")).rejects.toMatchObject({ code: "not_found" });
  await expect(removePasskey(stranger, id, "")).rejects.toMatchObject({ code: "not_found" });
  await renamePasskey(session.actor, id, "Phone");
  expect(await listPasskeys(session.actor)).toMatchObject([{ id, name: "Phone" }]);
  supply({ REQUIRE_SECOND_FACTOR: "patient" });
  await expect(removePasskey(proven(), id, session.sessionId)).rejects.toMatchObject({
    code: "account_kept",
  });
  supply({ REQUIRE_SECOND_FACTOR: "none" });
  await removePasskey(proven(), id, session.sessionId);
  expect(await credentialsOf(userId)).toMatchObject({ passkeys: 0, recoveryCodes: 0 });
});

it("has at most ten passkeys for a user", async () => {
  for (let i = 0; i < 10; i++) await add(new Authenticator(site, userId), `Key ${i}`);
  await expect(add()).rejects.toMatchObject({
    detail: { issues: [{ path: "name", message: "too_many_passkeys" }] },
  });
});

it("answers malformed answers of a browser like a wrong passkey", async () => {
  for (const answer of [
    {},
    { id: "x" },
    { ...new Authenticator(site, userId).get("x"), id: "'" },
  ]) {
    expect((await signIn(() => answer)).end).toBe("/sign-in?callbackUrl=%2Fpatient%2Flabs");
  }
});
