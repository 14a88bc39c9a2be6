import pg from "pg";
import { v7 as uuid } from "uuid";
import { hashToken, newToken } from "#lib/auth/secrets.ts";
import { encryptFor } from "#lib/encryption/columns.ts";
import { DAY } from "#lib/time/interval.ts";
import { BENCH_KEY, type BenchDatabase } from "./database.ts";
import type { BenchApplication } from "./application.ts";
import { driveHttp, inTurn } from "./http.ts";
import { percentileOf } from "./measure.ts";

const RECORDS = 500;
/** In each record. */
const VALUES = 10;
const TESTS = [
  "LDL",
  "HDL",
  "Potassium",
  "Sodium",
  "Creatinine",
  "Glucose",
  "HbA1c",
  "TSH",
  "CRP",
  "Iron",
];

/**
 * Opens the file of a patient with 500 records and 5,000 lab values, as their doctor, over HTTP.
 *
 * @returns milliseconds at p95.
 */
export async function openPatientFile(
  database: BenchDatabase,
  application: BenchApplication,
  seconds: number,
): Promise<number> {
  const { patientId, doctorId, userId } = await chooseTreatment(database.ownerUrl);
  await writeRecords(database.ownerUrl, patientId, doctorId);
  const token = await beginSession(database.identityUrl, userId);
  const cookie = `slotwell-${new URL(application.url).port}.session=${token}`;
  const load = {
    url: application.url,
    next: inTurn([`/doctor/patients/${patientId}`], { cookie }),
    connections: 1,
  };
  await driveHttp({ ...load, seconds: 3 });
  return percentileOf(await driveHttp({ ...load, seconds }), 0.95);
}

async function chooseTreatment(ownerUrl: string) {
  return asImport(ownerUrl, async (client) => {
    const { rows } = await client.query<{ patientId: string; doctorId: string; userId: string }>(
      `SELECT a.patient_id AS "patientId", a.doctor_id AS "doctorId", d.user_id AS "userId"
       FROM appointments a JOIN doctors d ON d.id = a.doctor_id WHERE a.status = 'completed' LIMIT 1`,
    );
    const [found] = rows;
    if (!found) throw new Error("Nobody treats anybody");
    return found;
  });
}

/** One record a day, each with ten values. */
async function writeRecords(ownerUrl: string, patientId: string, doctorId: string): Promise<void> {
  const now = Date.now();
  const rows = Array.from({ length: RECORDS }, (_, number) => {
    const id = uuid();
    const at = new Date(now - (number + 1) * DAY).toISOString();
    const labs = TESTS.slice(0, VALUES).map((name, index) => ({
      ...{ name, loinc: `${1000 + index}-1`, value: 50 + ((number * 7 + index * 13) % 100) },
      ...{ text: null, unit: "mg/dl", low: 60, high: 130, flag: null, takenAt: at.slice(0, 10) },
    }));
    const sealed = (column: string, text: string) =>
      encryptFor({ table: "medical_records", id, column }, text, [BENCH_KEY]);
    return {
      ...{
        id,
        patient_id: patientId,
        doctor_id: doctorId,
        created_at: at,
        updated_at: at,
        version: 1,
      },
      diagnosis: sealed("diagnosis", `Follow-up number ${number}`),
      treatment: sealed("treatment", "As before. ".repeat(20)),
      notes: sealed("notes", "Nothing new. ".repeat(40)),
      lab_results: sealed("lab_results", JSON.stringify(labs)),
    };
  });
  const columns = Object.keys(rows[0] ?? {}).join(", ");
  await asImport(ownerUrl, (client) =>
    client.query(
      `INSERT INTO medical_records (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::medical_records, $1)`,
      [JSON.stringify(rows)],
    ),
  );
}

/** A session as signing in makes it; gives its token. */
export async function beginSession(identityUrl: string, userId: string): Promise<string> {
  const token = newToken();
  const client = new pg.Client({ connectionString: identityUrl });
  await client.connect();
  await client.query("SET ROLE slotwell_identity");
  await client.query(
    `INSERT INTO sessions (token_hash, user_id, via, created_at, last_seen_at, expires_at)
     VALUES ($1, $2, 'password', now(), now(), now() + interval '1 day')`,
    [hashToken(token), userId],
  );
  await client.end();
  return token;
}

/** Does `work` as the role of imports. */
export async function asImport<T>(
  ownerUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("SET ROLE slotwell_import");
    return await work(client);
  } finally {
    await client.end();
  }
}
