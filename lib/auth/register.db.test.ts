import { expect, it } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { targetOf } from "#lib/testing/databases.ts";
import { acceptWelcome, createAdministrator, welcomeWorks } from "./administrators.ts";
import { registerPatient } from "./register.ts";
import { registrationSchema, signInSchema } from "./schema.ts";
import { checkPassword } from "./sign-in.ts";
import { LIMITS } from "./throttle.ts";

const owner = targetOf(testDatabase().ownerUrl);
const now = new Date("2026-03-02T10:00:00Z");
const ann = { name: "Ann", email: "ann@example.org", password: "four unrelated words" };
const signIn = (email: string, password: string) =>
  checkPassword({ email, password, address: "192.0.2.1", cookies: {} }, () => now);
const users = async (email: string) =>
  (
    await testDatabase().superuser.query<{ name: string; role: string; patients: string }>(
      `SELECT u.name, role, count(p.id) AS patients FROM users u LEFT JOIN patients p ON p.user_id = u.id
       WHERE email = $1 GROUP BY u.id`,
      [email],
    )
  ).rows;

it("makes a patient with a profile", async () => {
  expect(await registerPatient(ann, "192.0.2.1", now)).toBe(0);
  expect(await users(ann.email)).toEqual([{ name: "Ann", role: "patient", patients: "1" }]);
  expect(await signIn(ann.email, ann.password)).toMatchObject({ kind: "right" });
});

it("overwrites nothing of an account that exists, gives the same answer, and notes it", async () => {
  const again = { ...ann, name: "Mallory", password: "other unrelated words" };
  expect(await registerPatient(again, "192.0.2.2", now)).toBe(0);
  expect(await users(ann.email)).toEqual([{ name: "Ann", role: "patient", patients: "1" }]);
  expect(await signIn(ann.email, again.password)).toEqual({ kind: "refused" });
  expect(await signIn(ann.email, ann.password)).toMatchObject({ kind: "right" });
  const { rows } = await testDatabase().superuser.query(
    "SELECT FROM audit_events WHERE action = 'account.registration-refused'",
  );
  expect(rows).toHaveLength(1);
});

it.each([
  ["jörg@example.org", "Jo\u0308rg@Example.org"],
  ["иван@example.org", "ИВАН@example.org"],
  ["lena@xn--bcher-kva.example", "lena@Bücher.example"],
  ["用户@example.org", "用户@ｅｘａｍｐｌｅ.org"],
])("gives %s one account, however it is written", async (email, typed) => {
  const first = registrationSchema.parse({ ...ann, email });
  const second = registrationSchema.parse({ ...ann, name: "Eve", email: typed });
  expect(await registerPatient(first, "192.0.2.4", now)).toBe(0);
  expect(await registerPatient(second, "192.0.2.4", now)).toBe(0);
  expect(await users(email)).toEqual([{ name: "Ann", role: "patient", patients: "1" }]);
  for (const written of [email, typed]) {
    const { email: known, password } = signInSchema.parse({ ...ann, email: written });
    expect(await signIn(known, password)).toMatchObject({ kind: "right" });
  }
});

it.each(["jo\u0308rg@example.com", "an\u200bn@example.com", "an\u202en@example.com"])(
  "has a database that refuses the address %j",
  async (email) => {
    await expect(registerPatient({ ...ann, email }, "192.0.2.5", now)).rejects.toMatchObject({
      meta: { driverAdapterError: { cause: { originalCode: "23514" } } },
    });
    expect(await users(email)).toEqual([]);
  },
);

// Held by the unique users_email_key behind register_patient's ON CONFLICT.
it("registers one address once, however many try at once", async () => {
  const eve = { name: "Eve", email: "eve@example.org" };
  await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      registerPatient({ ...eve, password: `unrelated words ${i}` }, "192.0.2.3", now),
    ),
  );
  expect(await users(eve.email)).toEqual([{ name: "Eve", role: "patient", patients: "1" }]);
});

it("limits registrations from one address", async () => {
  const { superuser } = testDatabase();
  await superuser.query(
    `INSERT INTO counted_attempts (key, at)
     SELECT key, at FROM counted_attempts, generate_series(2, $1)
     WHERE id = (SELECT min(id) FROM counted_attempts WHERE key LIKE 'registration:%')`,
    [LIMITS.registration.most],
  );
  const tim = { name: "Tim", email: "tim@example.org", password: "four unrelated words" };
  expect(await registerPatient(tim, "192.0.2.1", now)).toBe(600);
  expect(await registerPatient(tim, "192.0.2.9", now)).toBe(0);
});

it("rejects a registration with a password that is easy to guess", async () => {
  const tom = { name: "Tom Sawyer", email: "tom@river.example" };
  for (const password of [
    "Summer2026!",
    "P@ssw0rd2026",
    "liverpool1",
    "TomSawyer1876",
    "river-tom1",
  ]) {
    await expect(registerPatient({ ...tom, password }, "192.0.2.4", now)).rejects.toMatchObject({
      code: "invalid",
      detail: { issues: [{ path: "password", message: "password_common" }] },
    });
  }
  expect(await users(tom.email)).toEqual([]);
});

it("keeps an administrator's link when the password is easy to guess", async () => {
  const token =
    (await createAdministrator(owner, "boss@clinic.example", now)).split("/").at(-1) ?? "";
  const weak = acceptWelcome(token, "boss-clinic-2026", now);
  await expect(weak).rejects.toMatchObject({ code: "invalid" });
  expect(await welcomeWorks(token, now)).toBe(true);
  expect(await acceptWelcome(token, "four unrelated words", now)).toBe("boss@clinic.example");
});

it("lets an administrator choose a password by a link that works once", async () => {
  const token = (await createAdministrator(owner, "Boss@Example.org", now)).split("/").at(-1) ?? "";
  expect(await users("boss@example.org")).toEqual([{ name: "boss", role: "admin", patients: "0" }]);
  expect(await welcomeWorks(token, now)).toBe(true);
  const accepts = await Promise.all(
    [1, 2, 3, 4].map((n) => acceptWelcome(token, `unrelated words ${n}`, now)),
  );
  expect(accepts.filter((email) => email === "boss@example.org")).toHaveLength(1);
  expect(await welcomeWorks(token, now)).toBe(false);
});

it("replaces an administrator's link, lets it run out, and refuses other people's addresses", async () => {
  const [first = "", second = ""] = [
    await createAdministrator(owner, "boss@example.org", now),
    await createAdministrator(owner, "boss@example.org", now),
  ].map((link) => link.split("/").at(-1) ?? "");
  expect(await welcomeWorks(first, now)).toBe(false);
  const tomorrow = new Date(now.getTime() + 24 * 60 * 60 * 1000);
  expect(await acceptWelcome(second, "four unrelated words", tomorrow)).toBeNull();
  await expect(createAdministrator(owner, ann.email, now)).rejects.toMatchObject({
    code: "email_taken",
  });
  await expect(createAdministrator(owner, "nonsense", now)).rejects.toMatchObject({
    code: "invalid",
  });
});

// Fails when identity may insert into users or welcome_links.
it("lets identity make no administrator, and no link for one", async () => {
  await createAdministrator(owner, "boss@example.org", now);
  const boss = "SELECT id FROM users WHERE email = 'boss@example.org'";
  for (const statement of [
    "INSERT INTO users (email, name, role) VALUES ('evil@example.org', 'Evil', 'admin')",
    `INSERT INTO welcome_links (token_hash, user_id, expires_at) VALUES ('x', (${boss}), '2100-01-01')`,
    "SELECT create_administrator(gen_random_uuid(), 'evil@example.org', 'Evil', 'x', now())",
    "UPDATE users SET role = 'admin'",
  ]) {
    const attempt = testDatabase().identity.query(statement);
    await expect(attempt, statement).rejects.toMatchObject({ code: "42501" });
  }
});
