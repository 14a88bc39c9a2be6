import type pg from "pg";
import { e164OfAny } from "../formatting/phones.ts";
import { withClient, type Target } from "./connect.ts";

/** How many profiles one transaction changes. */
const BATCH = 500;
/** Before every id. */
const FIRST = "00000000-0000-0000-0000-000000000000";

interface Row {
  id: string;
  phone: string | null;
  contactPhone: string | null;
  timeZones: string[];
}

/**
 * Fills in which numbers the phone numbers of an older version dial. Does so once: the constraint that it
 * validates at the end says that it is done. It may be stopped at any time and continued later.
 *
 * @param owner the login that owns the schema.
 */
export function fillDialledNumbers(owner: Target, batch = BATCH): Promise<void> {
  return withClient(owner, async (client) => {
    const { rows } = await client.query(
      "SELECT FROM pg_constraint WHERE conname = 'patient_profiles_e164_of_phone' AND NOT convalidated",
    );
    if (rows.length === 0) return;
    let last: string | undefined = FIRST;
    while (last !== undefined) last = await fillBatch(client, last, batch);
    await client.query(
      "ALTER TABLE patient_profiles VALIDATE CONSTRAINT patient_profiles_e164_of_phone",
    );
  });
}

/** Fills in one batch of profiles. Returns the id of its last one; undefined when there were none. */
async function fillBatch(
  client: pg.Client,
  after: string,
  most: number,
): Promise<string | undefined> {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL ROLE slotwell_import");
    // The zones of `loadZones`: that of the clinic of the last appointment, else of all clinics.
    const { rows } = await client.query<Row>(
      `SELECT f.patient_id AS id, f.phone, f.emergency_contact_phone AS "contactPhone", coalesce(
         (SELECT ARRAY[c.time_zone] FROM appointments a JOIN clinics c ON c.id = a.clinic_id
          WHERE a.patient_id = f.patient_id ORDER BY a.starts_at DESC LIMIT 1),
         (SELECT array_agg(DISTINCT time_zone) FROM clinics), '{}') AS "timeZones"
       FROM patient_profiles f WHERE f.patient_id > $1 ORDER BY f.patient_id LIMIT $2`,
      [after, most],
    );
    await client.query(
      `UPDATE patient_profiles f
       SET phone_e164 = coalesce(f.phone_e164, n.e164),
         emergency_contact_phone_e164 = coalesce(f.emergency_contact_phone_e164, n.contact)
       FROM json_to_recordset($1) n (id uuid, e164 text, contact text)
       WHERE f.patient_id = n.id AND (n.e164 IS NOT NULL OR n.contact IS NOT NULL)`,
      [JSON.stringify(rows.map(dialled))],
    );
    await client.query("COMMIT");
    return rows.at(-1)?.id;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

const dialled = ({ id, phone, contactPhone, timeZones }: Row) => ({
  id,
  e164: phone && e164OfAny(phone, timeZones),
  contact: contactPhone && e164OfAny(contactPhone, timeZones),
});
