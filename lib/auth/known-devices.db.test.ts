import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { startAuthServer } from "#lib/testing/auth-browser.ts";
import { CookieBrowser } from "#lib/testing/cookie-browser.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { hashCheaply } from "#lib/testing/passwords.ts";
import { makePatient } from "#lib/testing/people.ts";
import { actsOf } from "#lib/testing/second-factor.ts";
import { cookieName, parseCookies } from "./cookies.ts";
import { acceptDevices, knownDeviceOf, listDevices, removeDevice } from "./known-devices.ts";
import { pruneIdentity } from "./prune.ts";
import { findAnySession, type FoundSession } from "./session-store.ts";

const PASSWORD = "correct horse battery";
let server: Awaited<ReturnType<typeof startAuthServer>>;
let userId: string;
let form: { email: string; password: string };

beforeAll(async () => {
  server = await startAuthServer();
});
beforeEach(async () => {
  ({ userId } = (await makePatient()).actor);
  form = { email: `${userId}@example.org`, password: PASSWORD };
  await testDatabase().superuser.query(
    "UPDATE users SET email = $2, password_hash = $3 WHERE id = $1",
    [userId, form.email, await hashCheaply(PASSWORD)],
  );
});
afterAll(() => server.stop());

async function signIn(browser = new CookieBrowser(server.url)) {
  await browser.go("/sign-in/password", form);
  return { browser, session: await sessionOf(browser) };
}
async function sessionOf(browser: CookieBrowser): Promise<FoundSession> {
  const session = await findAnySession(browser.cookies.get(cookieName("session")), new Date());
  return session ?? expect.fail("no session");
}
const cookiesOf = (browser: CookieBrowser) => parseCookies(browser.cookieFor("/"));
const newDevices = async () =>
  (await actsOf(userId)).filter((act) => act === "account.new-device").length;

it("tells the user's other sessions of a sign-in on a new device, and never of the first", async () => {
  const first = await signIn();
  expect(first.session.hasNewDevice).toBe(false);
  await signIn(first.browser);
  expect(await newDevices()).toBe(0);
  const second = await signIn();
  expect(second.session.hasNewDevice).toBe(false);
  expect((await sessionOf(first.browser)).hasNewDevice).toBe(true);
  expect(await newDevices()).toBe(1);
  const listed = await listDevices(await sessionOf(first.browser));
  expect(listed.map(({ isNew, isCurrent }) => [isNew, isCurrent])).toEqual([
    [true, false],
    [false, true],
  ]);
  // It stays new until the user says that it was them, however often it signs in.
  await signIn(second.browser);
  expect((await sessionOf(first.browser)).hasNewDevice).toBe(true);
  expect(await newDevices()).toBe(1);
  await acceptDevices(first.session.actor);
  expect((await sessionOf(first.browser)).hasNewDevice).toBe(false);
});

it("ends the sessions of a device that is removed, and counts it as new the next time", async () => {
  const mine = await signIn();
  const other = await signIn();
  const token = other.browser.cookies.get(cookieName("session"));
  const [device] = await listDevices(mine.session);
  const id = device?.id ?? "";
  const stranger = (await makePatient()).actor;
  await expect(removeDevice(stranger, id, new Date())).rejects.toMatchObject({ code: "not_found" });
  expect(await findAnySession(token, new Date())).not.toBeNull();
  await removeDevice(mine.session.actor, id, new Date());
  expect(await findAnySession(token, new Date())).toBeNull();
  expect((await sessionOf(mine.browser)).hasNewDevice).toBe(false);
  // Its cookie no longer gives it a limit of its own for failed sign-ins.
  expect(await knownDeviceOf(cookiesOf(other.browser), userId)).toBeNull();
  expect(await knownDeviceOf(cookiesOf(mine.browser), userId)).not.toBeNull();
  await signIn(other.browser);
  expect((await sessionOf(mine.browser)).hasNewDevice).toBe(true);
  expect(await knownDeviceOf(cookiesOf(other.browser), userId)).not.toBeNull();
});

it("keeps two users of one browser apart, and stores a hash of its cookie", async () => {
  const shared = (await signIn()).browser;
  const first = { userId, session: await sessionOf(shared) };
  const [nonce = ""] = (cookiesOf(shared)[cookieName("device")] ?? "").split(".");
  expect(nonce).toHaveLength(22);
  ({ userId } = (await makePatient()).actor);
  expect(await knownDeviceOf(cookiesOf(shared), userId)).toBeNull();
  const { rows } = await testDatabase().superuser.query<{ row: string }>(
    "SELECT d::text AS row FROM known_devices d",
  );
  expect(rows.map(({ row }) => row).join()).not.toContain(nonce);
  expect(await listDevices(first.session)).toHaveLength(1);
});

it("forgets devices that were not used for more than a year, and those of a closed account", async () => {
  const { session } = await signIn();
  const { superuser } = testDatabase();
  const yearLater = new Date(Date.now() + 401 * 24 * 3_600_000);
  await pruneIdentity(yearLater);
  expect(await listDevices(session)).toEqual([]);
  await signIn();
  await superuser.query(
    `UPDATE users SET email = NULL, password_hash = NULL, closed_at = now(), disabled_at = now()
     WHERE id = $1`,
    [userId],
  );
  const { rows } = await superuser.query("SELECT FROM known_devices WHERE user_id = $1", [userId]);
  expect(rows).toEqual([]);
});
