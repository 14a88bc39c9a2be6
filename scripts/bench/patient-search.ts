import { v7 as uuid } from "uuid";
import type { BenchApplication } from "./application.ts";
import type { BenchDatabase } from "./database.ts";
import { driveHttp, inTurn } from "./http.ts";
import { measure, type Measured } from "./measure.ts";
import { asImport, beginSession } from "./patient-file.ts";

/** How many patients there are then. */
export const PATIENTS = 10_000;

const GIVEN =
  "Anna Ayşe Søren José Łucja Đức Þórður Ahmed أحمد Иван Ángela Zoë François Jürgen".split(" ");
const FAMILY =
  "Yılmaz Weiß Łukaszewska Nguyễn O’Connor Smith-Jones El-Sayed Müller García Österreicher Иванов".split(
    " ",
  );
const SEARCHES = [
  ...["yilmaz", "yilmez", "soren weiss", "o'connor", "elsayed", "smith-jones 417", "angela gracia"],
  ...["1980-05-17", "5550417", "0417", "a patient who is not there", "mueller zoe", "duc"],
];

/**
 * Searches among 10,000 patients as an administrator, over HTTP: names, names with a wrong letter, birth
 * dates and phone numbers.
 */
export async function searchPatients(
  database: BenchDatabase,
  application: BenchApplication,
  seconds: number,
): Promise<Measured> {
  const admin = uuid();
  await asImport(database.ownerUrl, async (client) => {
    await client.query("INSERT INTO users (id, name, role) VALUES ($1, 'Admin', 'admin')", [admin]);
    await client.query(
      `WITH named AS (
         SELECT n, uuid_v7() AS id, ($1::text[])[1 + n % cardinality($1)] || ' '
           || ($2::text[])[1 + n / 7 % cardinality($2)] || ' ' || n AS name
         FROM generate_series(1, $3 - (SELECT count(*)::int FROM patients)) n
       ), account AS (INSERT INTO users (id, name, role) SELECT id, name, 'patient' FROM named),
       patient AS (
         INSERT INTO patients (id, user_id, full_name, date_of_birth)
         SELECT id, id, name, date '1940-01-01' + n * 5 FROM named)
       INSERT INTO patient_profiles (patient_id, phone) SELECT id, '+1 (' || 200 + n % 700 || ') 555-' || lpad(n::text, 4, '0') FROM named`,
      [GIVEN, FAMILY, PATIENTS],
    );
    await client.query("RESET ROLE");
    await client.query("VACUUM (ANALYZE) users, patients, patient_profiles");
  });
  const token = await beginSession(database.identityUrl, admin);
  const cookie = `slotwell-${new URL(application.url).port}.session=${token}`;
  const paths = SEARCHES.map((q) => `/api/v1/patients?q=${encodeURIComponent(q)}`);
  const load = { url: application.url, next: inTurn(paths, { cookie }), connections: 1 };
  await driveHttp({ ...load, seconds: 3 });
  return measure({ client: application.cpu, database: database.cpu }, () =>
    driveHttp({ ...load, seconds }),
  );
}
