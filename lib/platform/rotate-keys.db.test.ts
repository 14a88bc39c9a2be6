import { createSecretKey, randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { decryptFrom, encryptFor } from "../encryption/columns.ts";
import { testDatabase } from "../testing/database.ts";
import { targetOf } from "../testing/databases.ts";
import { makeDoctor, makePatient } from "../testing/people.ts";
import { rotateKeys, unencryptedTables } from "./rotate-keys.ts";

const key = (id: string, byte: number) => ({ id, key: createSecretKey(Buffer.alloc(32, byte)) });
const OLD = key("old", 1);
const NEW = key("new_1", 2);

const database = testDatabase();
const owner = targetOf(database.ownerUrl);
let patientId = "";
let doctorId = "";

beforeEach(async () => {
  patientId = (await makePatient()).patientId;
  doctorId = (await makeDoctor()).doctorId;
});
afterEach(() =>
  database.superuser.query("DELETE FROM medical_record_revisions; DELETE FROM medical_records"),
);

/** A record whose texts tell which one it is; the key is whose, or nobody's. */
async function write(number: number, by: typeof OLD | null): Promise<string> {
  const id = randomUUID();
  const value = (column: "diagnosis" | "treatment" | "notes", text: string) =>
    by ? encryptFor({ table: "medical_records", id, column }, text, [by]) : text;
  await database.superuser.query(
    `INSERT INTO medical_records (id, patient_id, doctor_id, diagnosis, treatment, notes)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      id,
      patientId,
      doctorId,
      value("diagnosis", `diagnosis ${number}`),
      value("treatment", `treatment ${number}`),
      number % 2 === 0 ? value("notes", `notes ${number}`) : null,
    ],
  );
  return id;
}

/** The texts of all records, read with one key alone, in order. */
async function read(by: typeof OLD): Promise<string[]> {
  const { rows } = await database.superuser.query<
    { id: string; notes: string | null } & Record<"diagnosis" | "treatment", string>
  >("SELECT id, diagnosis, treatment, notes FROM medical_records");
  const text = (id: string, column: "diagnosis" | "treatment" | "notes", value: string) =>
    decryptFrom({ table: "medical_records", id, column }, value, [by]);
  return rows
    .map(({ id, diagnosis, treatment, notes }) =>
      [
        text(id, "diagnosis", diagnosis),
        text(id, "treatment", treatment),
        notes === null ? "-" : text(id, "notes", notes),
      ].join(", "),
    )
    .sort();
}

const noted = async (): Promise<number[]> => {
  const { rows } = await database.superuser.query<{ rows: number }>(
    "SELECT (detail ->> 'rows')::int AS rows FROM audit_events WHERE action = 'keys.rotate' ORDER BY seq",
  );
  return rows.map(({ rows }) => rows);
};

it("goes on where it was stopped, changes no text, and notes each batch", async () => {
  for (const number of [1, 2, 3, 4, 5]) await write(number, OLD);
  const before = await read(OLD);
  const alreadyNoted = (await noted()).length;
  const stopAfterOne = () => {
    throw new Error("stopped");
  };
  await expect(rotateKeys(owner, [NEW, OLD], { batch: 2, onBatch: stopAfterOne })).rejects.toThrow(
    "stopped",
  );
  expect(await rotateKeys(owner, [NEW, OLD], { batch: 2 })).toBe(8);
  expect(await read(NEW)).toEqual(before);
  expect(await rotateKeys(owner, [NEW, OLD])).toBe(0);
  expect((await noted()).slice(alreadyNoted)).toEqual([2, 2, 1, 2, 2, 1]);
  const { rows } = await database.superuser.query("SELECT audit_verify() AS broken");
  expect(rows).toEqual([{ broken: null }]);
});

it("encrypts what an older version wrote, and then lets the database vouch for all of it", async () => {
  // A record, and the revision that a trigger copies.
  const { rows } = await database.superuser.query<{ table: string; name: string; rule: string }>(
    `SELECT conrelid::regclass AS table, conname AS name, pg_get_constraintdef(oid) AS rule FROM pg_constraint
     WHERE conname IN ('medical_records_encrypted', 'medical_record_revisions_encrypted')`,
  );
  for (const { table, name } of rows) {
    await database.superuser.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  }
  await write(2, null);
  for (const { table, name, rule } of rows) {
    const again = `${rule.replace(/ NOT VALID$/, "")} NOT VALID`;
    await database.superuser.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${again}`);
  }
  expect(await unencryptedTables(owner)).toEqual(rows.map(({ table }) => table).sort());
  expect(await rotateKeys(owner, [NEW])).toBe(2);
  expect(await read(NEW)).toEqual(["diagnosis 2, treatment 2, notes 2"]);
  expect(await unencryptedTables(owner)).toEqual([]);
});

it("leaves everything as it is when a key is missing, and names the place alone", async () => {
  const id = await write(1, OLD);
  await expect(rotateKeys(owner, [NEW])).rejects.toThrow(
    `No key decrypts medical_records|${id}|diagnosis`,
  );
  expect(await read(OLD)).toEqual(["diagnosis 1, treatment 1, -"]);
});

it("changes the key of an authenticator app's secret as well", async () => {
  const { userId } = (await makePatient()).actor;
  const place = { table: "totp_factors", id: userId, column: "secret" } as const;
  await database.superuser.query(
    "INSERT INTO totp_factors (user_id, secret, last_step, added_at) VALUES ($1, $2, 1, now())",
    [userId, encryptFor(place, "JBSWY3DPEHPK3PXP", [OLD])],
  );
  expect(await rotateKeys(owner, [NEW, OLD])).toBe(1);
  const { rows } = await database.superuser.query<{ secret: string }>(
    "SELECT secret FROM totp_factors WHERE user_id = $1",
    [userId],
  );
  expect(decryptFrom(place, rows[0]?.secret ?? "", [NEW])).toBe("JBSWY3DPEHPK3PXP");
});
