import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate } from "../platform/migrate.ts";
import { migrationsOnDisk } from "../platform/migrations.ts";
import { testDatabase } from "../testing/database.ts";
import { targetOf } from "../testing/databases.ts";

// An installation of the version before, in which names of accounts and profiles have drifted apart.

const { owner, ownerUrl } = testDatabase();
const database = `upgrade_${randomUUID().replaceAll("-", "")}`;
const FIRST = "20261128030500_one_name";
let client: Client;

interface Drifted {
  role: string;
  account: string;
  patient?: string;
  doctor?: string;
  closed?: true;
}

/** The names before, and the one that is left; null where each keeps its own. */
const CASES: [string, Drifted, string | null][] = [
  ["a patient who changed the profile", { role: "patient", account: "Old", patient: "New" }, "New"],
  ["a patient who did not", { role: "patient", account: "Same", patient: "Same" }, "Same"],
  ["a doctor", { role: "doctor", account: "Old", doctor: "Dr. New" }, "Dr. New"],
  [
    "a doctor who was a patient",
    { role: "doctor", account: "Old", patient: "Older", doctor: "Dr. New" },
    "Dr. New",
  ],
  [
    "a patient who was a doctor, whose account agrees",
    { role: "patient", account: "Pat", patient: "Pat", doctor: "Dr. Old" },
    "Pat",
  ],
  ["an admin who was a doctor", { role: "admin", account: "Old", doctor: "Dr. New" }, "Dr. New"],
  ["an admin", { role: "admin", account: "Ada" }, "Ada"],
  [
    "a closed account",
    { role: "patient", account: "Closed account", patient: "Former patient 3f2a", closed: true },
    null,
  ],
];
const ids = CASES.map(() => randomUUID());

beforeAll(async () => {
  await owner.query(`CREATE DATABASE ${database} TEMPLATE template0`);
  const url = new URL(ownerUrl);
  url.pathname = `/${database}`;
  const target = targetOf(url.href);
  await migrate(
    target,
    migrationsOnDisk().filter(({ name }) => name < FIRST),
  );
  client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query("SET ROLE slotwell_import");
  const { rows } = await client.query<{ id: string }>(
    "INSERT INTO clinics (name, address, time_zone) VALUES ('Clinic', '1 Street', 'Europe/Berlin') RETURNING id",
  );
  for (const [index, [, drifted]] of CASES.entries()) await add(index, drifted, rows[0]?.id);
  await client.query("RESET ROLE");
  await migrate(target);
  await client.query("SET ROLE slotwell_import");
});
afterAll(async () => {
  await client.end();
  await owner.query(`DROP DATABASE ${database} WITH (FORCE)`);
});

async function add(index: number, drifted: Drifted, clinic: string | undefined): Promise<void> {
  const { role, account, patient, doctor, closed } = drifted;
  const at = closed ? new Date("2026-01-01") : null;
  const id = ids[index];
  await client.query(
    "INSERT INTO users (id, name, role, disabled_at, closed_at) VALUES ($1, $2, $3, $4, $4)",
    [id, account, role, at],
  );
  if (patient !== undefined) {
    await client.query(
      "INSERT INTO patients (id, user_id, full_name, closed_at) VALUES ($1, $1, $2, $3)",
      [id, patient, at],
    );
  }
  if (doctor !== undefined) {
    await client.query(
      "INSERT INTO doctors (id, user_id, clinic_id, full_name, specialization) VALUES ($1, $1, $2, $3, 'cardiology')",
      [id, clinic, doctor],
    );
  }
}

it.each(CASES.map(([who, before, after], index) => ({ who, before, after, index })))(
  "gives $who one name, and loses no row",
  async ({ before, after, index }) => {
    const { rows } = await client.query(
      `SELECT u.name AS account, p.full_name AS patient, d.full_name AS doctor FROM users u
         LEFT JOIN patients p ON p.user_id = u.id LEFT JOIN doctors d ON d.user_id = u.id WHERE u.id = $1`,
      [ids[index]],
    );
    const { account, patient, doctor } = before;
    const kept = (name: string | undefined) => (name === undefined ? null : (after ?? name));
    expect(rows).toEqual([
      { account: kept(account), patient: kept(patient), doctor: kept(doctor) },
    ]);
  },
);
