import { afterAll, beforeAll, expect, it } from "vitest";
import { disconnect } from "#lib/db.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { makeDoctor } from "#lib/testing/people.ts";
import { registerDoctor } from "./register-doctor.ts";
import { doctorApplicationSchema, type DoctorApplication } from "./schema.ts";
import { registerPatient } from "./register.ts";
import { beginSession, findSession } from "./session-store.ts";
import { checkPassword } from "./sign-in.ts";

const now = new Date("2026-03-02T10:00:00Z");
let ann: DoctorApplication;

beforeAll(async () => {
  const { clinicId } = await makeDoctor();
  ann = doctorApplicationSchema.parse({
    name: "Dr. Ann",
    email: "ann@example.org",
    password: "four unrelated words",
    specialization: "cardiology",
    clinic: clinicId,
    languages: "English, German,english ,German",
    biography: "Hearts.\r\nSince 2001.",
    licenseNumber: "NY 1",
  });
});
afterAll(disconnect);

const doctors = async (email: string) =>
  (
    await testDatabase().superuser.query<{ name: string; role: string }>(
      `SELECT u.name, u.role, d.full_name, d.languages, d.biography, d.license_number, d.verified_at
       FROM users u LEFT JOIN doctors d ON d.user_id = u.id WHERE email = $1`,
      [email],
    )
  ).rows;
const applied = {
  name: "Dr. Ann",
  role: "doctor",
  full_name: "Dr. Ann",
  languages: ["en", "de"],
  biography: "Hearts.\nSince 2001.",
  license_number: "NY 1",
  verified_at: null,
};

it("makes an account that can sign in, and a profile that nobody has verified", async () => {
  expect(await registerDoctor(ann, "192.0.2.1", now)).toBe(0);
  expect(await doctors(ann.email)).toEqual([applied]);
  const attempt = { email: ann.email, password: ann.password, address: "192.0.2.1", cookies: {} };
  const answer = await checkPassword(attempt, () => now);
  expect(answer).toMatchObject({ kind: "right" });
});

it("changes nothing of an account that exists, gives the same answer, and notes it", async () => {
  const again = { ...ann, name: "Mallory", password: "other unrelated words", biography: "Mine" };
  expect(await registerDoctor(again, "192.0.2.2", now)).toBe(0);
  expect(await doctors(ann.email)).toEqual([applied]);
  const pat = { name: "Pat", email: "pat@example.org", password: "four unrelated words" };
  await registerPatient(pat, "192.0.2.2", now);
  expect(await registerDoctor({ ...again, email: pat.email }, "192.0.2.2", now)).toBe(0);
  expect(await doctors(pat.email)).toMatchObject([
    { name: "Pat", role: "patient", full_name: null },
  ]);
  const { rows } = await testDatabase().superuser.query(
    "SELECT FROM audit_events WHERE action = 'account.registration-refused'",
  );
  expect(rows).toHaveLength(2);
});

it("gives an applicant's session no practitioner, until somebody verifies them", async () => {
  const { superuser } = testDatabase();
  const { rows } = await superuser.query<{ id: string }>("SELECT id FROM users WHERE email = $1", [
    ann.email,
  ]);
  const session = { token: "t", userId: rows[0]?.id ?? "", via: "password", userAgent: "" };
  await beginSession(session, now);
  const actor = async () => (await findSession("t", now))?.actor;
  expect(await actor()).toMatchObject({ role: "doctor", doctorId: null });
  await superuser.query("UPDATE doctors SET verified_at = now() WHERE verified_at IS NULL");
  expect((await actor())?.doctorId).toMatch(/^[0-9a-f-]{36}$/);
});

// Fails if slotwell_definer may insert more of a doctor than an applicant says.
it("lets the function that registers write no more than an applicant may say", async () => {
  const { rows } = await testDatabase().superuser.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.column_privileges
     WHERE grantee = 'slotwell_definer' AND table_name = 'doctors' AND privilege_type = 'INSERT'`,
  );
  const names = rows.map(({ name }) => name);
  for (const name of ["verified_at", "accepting_patients", "approval", "declined_at"]) {
    expect(names).not.toContain(name);
  }
});

it.each([
  ["specialization", { specialization: "" }, "invalid"],
  ["clinic", { clinic: "" }, "invalid"],
  ["languages", { languages: " , " }, "required"],
  ["languages", { languages: "a".repeat(51) }, "too_long"],
  ["biography", { biography: "x".repeat(2001) }, "too_long"],
  ["licenseNumber", { licenseNumber: "\u200b" }, "required"],
])("refuses a wrong %s", (field, wrong, message) => {
  const { error } = doctorApplicationSchema.safeParse({ ...ann, ...wrong });
  expect(error?.issues[0]).toMatchObject({ path: [field], message });
});
