import { createSecretKey, randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encryptFor } from "../encryption/columns.ts";
import { migrate } from "../platform/migrate.ts";
import { migrationsOnDisk } from "../platform/migrations.ts";
import { rotateKeys, unencryptedTables } from "../platform/rotate-keys.ts";
import { testDatabase } from "../testing/database.ts";
import { targetOf } from "../testing/databases.ts";
import { insuranceIndex } from "./insurance.ts";

// An installation of the version before, created with the locale C: its patients are found after the upgrade.

const { owner, ownerUrl } = testDatabase();
const name = `upgrade_${randomUUID().replaceAll("-", "")}`;
const url = new URL(ownerUrl);
url.pathname = `/${name}`;
const target = targetOf(url.href);
const FIRST = "20261128030300_search_finds_people";
const key = (id: string, byte: number) => ({ id, key: createSecretKey(Buffer.alloc(32, byte)) });
const [OLD, NEW] = [key("old", 1), key("new", 2)];
const [clinic, doctor, patient, other] = Array.from({ length: 4 }, () => randomUUID()) as [
  string,
  string,
  string,
  string,
];
let client: Client;

beforeAll(async () => {
  await owner.query(`CREATE DATABASE ${name} TEMPLATE template0 LOCALE 'C'`);
  await migrate(
    target,
    migrationsOnDisk().filter((migration) => migration.name < FIRST),
  );
  client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query("SET ROLE slotwell_import");
  for (const [id, called, role] of [
    [doctor, "Dr. Ola Łęcki", "doctor"],
    [patient, "Þórður El-Sayed", "patient"],
    [other, "Zoe", "patient"],
  ]) {
    await client.query("INSERT INTO users (id, name, role) VALUES ($1, $2, $3)", [
      id,
      called,
      role,
    ]);
  }
  await client.query(
    "INSERT INTO clinics (id, name, address, time_zone) VALUES ($1, 'Weiß', '1 Street', 'Europe/Berlin')",
    [clinic],
  );
  await client.query(
    "INSERT INTO doctors (id, user_id, clinic_id, full_name, specialization) VALUES ($1, $1, $2, 'Dr. Ola Łęcki', 'cardiology')",
    [doctor, clinic],
  );
  for (const [id, called] of [
    [patient, "Þórður El-Sayed"],
    [other, "Zoe"],
  ]) {
    await client.query("INSERT INTO patients (id, user_id, full_name) VALUES ($1, $1, $2)", [
      id,
      called,
    ]);
  }
  const place = { table: "patient_profiles", id: patient, column: "insurance_number" } as const;
  await client.query(
    "INSERT INTO patient_profiles (patient_id, phone, insurance_number) VALUES ($1, '٠٣٠ 1234567', $2)",
    [patient, encryptFor(place, "K123456789", [OLD])],
  );
  await client.query("INSERT INTO patient_profiles (patient_id) VALUES ($1)", [other]);
  await client.query("RESET ROLE");
  await migrate(target);
  await client.query("SET ROLE slotwell_import");
});
afterAll(async () => {
  await client.end();
  await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
});

it("searches the names that were there", async () => {
  const { rows } = await client.query<{ searched: string }>(
    `SELECT search_name AS searched FROM patients UNION ALL SELECT search_name FROM users
     UNION ALL SELECT search_name FROM doctors UNION ALL SELECT search_name FROM clinics ORDER BY 1`,
  );
  const folded = ["dr ola lecki", "dr ola lecki", "thordur el sayed", "thordur el sayed"];
  expect(rows.map(({ searched }) => searched.trim().split(" ").slice(0, 3).join(" "))).toEqual([
    ...folded,
    ...["weiss", "zoe", "zoe"],
  ]);
});

const stored = async () => {
  const { rows } = await client.query(
    `SELECT phone, phone_digits AS digits, insurance_keys AS keys FROM patient_profiles
     ORDER BY phone NULLS LAST`,
  );
  return rows as object[];
};

// Fails without INDEXED in lib/platform/rotate-keys.ts.
it("makes the hashes of insurance numbers after the migrations, and new ones with another key", async () => {
  expect(await unencryptedTables(target)).toContain("patient_profiles");
  const expected = (keys: string[]) => [
    { phone: "٠٣٠ 1234567", digits: "0301234567", keys },
    { phone: null, digits: null, keys: [] },
  ];
  expect(await stored()).toEqual(expected([]));
  await rotateKeys(target, [OLD]);
  expect(await unencryptedTables(target)).not.toContain("patient_profiles");
  expect(await stored()).toEqual(expected(insuranceIndex("K123456789", OLD)));
  await rotateKeys(target, [NEW, OLD]);
  expect(await stored()).toEqual(expected(insuranceIndex("k12345 6789", NEW)));
});
