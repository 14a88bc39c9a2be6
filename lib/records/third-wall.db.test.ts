import { afterAll, beforeAll, expect, it } from "vitest";
import { disconnect } from "../db.ts";
import { makeChartWorld, type ChartWorld } from "../testing/chart.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { rawAs } from "../testing/raw.ts";

// The third wall alone: raw SQL as the application's login, with none of its checks in the way. Every
// relation to the patient on every table that hangs on a record.

const RELATIONS = [
  "patient",
  "treating",
  "author",
  "emergency",
  "admin",
  "asked",
  "canceled",
  "late",
  "stranger",
  "outsider",
  "disabled",
] as const;
type Relation = (typeof RELATIONS)[number];

const READERS: readonly Relation[] = ["patient", "treating", "author", "emergency", "admin"];

let world: ChartWorld;
beforeAll(async () => {
  world = await makeChartWorld();
});
afterAll(disconnect);

/** What came of it: how many rows, or "refused". */
async function attempt(relation: Relation, statement: string): Promise<number | "refused"> {
  try {
    return (await rawAs(world[relation], statement)).rowCount ?? 0;
  } catch (error) {
    expect((error as { code?: string }).code).toMatch(/^(42501|23514)$/);
    return "refused";
  }
}

it.each([
  ["medical_records", READERS],
  ["medical_record_revisions", READERS],
  ["attachments", READERS],
  ["attachment_chunks", READERS],
  ["record_drafts", ["author"]],
  // Who opened one sees that they did, also when it is over.
  ["emergency_accesses", ["patient", "admin", "emergency", "late"]],
] as const)("shows rows of %s to %j alone", async (table, readers) => {
  for (const relation of RELATIONS) {
    const rows = await attempt(relation, `SELECT FROM ${table}`);
    const sees = (readers as readonly Relation[]).includes(relation);
    expect([relation, Number(rows) > 0]).toEqual([relation, sees]);
  }
});

const write = () =>
  `INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment)
   SELECT '${world.patientId}', coalesce(actor_doctor_id(), '${world.author.doctorId ?? ""}'), '${someCiphertext}', '${someCiphertext}'`;
const change = (set: string) =>
  `UPDATE medical_records SET version = version + 1, ${set} WHERE id = '${world.recordId}'`;
const attach = () =>
  `INSERT INTO attachments (record_id, patient_id, name, media_type, size, chunks)
   VALUES ('${world.recordId}', '${world.patientId}', '${someCiphertext}', 'image/png', 1, 1)`;
const open = () =>
  `INSERT INTO emergency_accesses (patient_id, doctor_id, reason)
   VALUES ('${world.patientId}', '${world.stranger.doctorId ?? ""}', '${someCiphertext}')`;

it.each<[string, () => string, readonly Relation[]]>([
  ["write a record in their own name", write, ["treating"]],
  ["change the words of a record", () => change(`notes = '${someCiphertext}'`), ["author"]],
  ["hand a record to another patient", () => change("patient_id = gen_random_uuid()"), []],
  [
    "skip a version",
    () => `UPDATE medical_records SET version = version + 2 WHERE id = '${world.recordId}'`,
    [],
  ],
  ["attach to a record", attach, ["author"]],
  [
    "write a revision",
    () =>
      `INSERT INTO medical_record_revisions (record_id, version, diagnosis, treatment, at) VALUES ('${world.recordId}', 99, '${someCiphertext}', '${someCiphertext}', now())`,
    [],
  ],
  ["change a revision", () => "UPDATE medical_record_revisions SET version = 99", []],
  ["delete a record", () => "DELETE FROM medical_records", []],
  ["open an emergency access in somebody else's name", open, ["stranger"]],
  [
    "prolong an emergency access",
    () => "UPDATE emergency_accesses SET expires_at = expires_at + interval '1 day'",
    [],
  ],
])("lets only the right users %s", async (_what, statement, who) => {
  for (const relation of RELATIONS) {
    const rows = await attempt(relation, statement());
    expect([relation, rows === "refused" ? 0 : rows]).toEqual([
      relation,
      who.includes(relation) ? 1 : 0,
    ]);
  }
});

it("lets an admin retract and nothing else, and nobody change what is retracted", async () => {
  const retracted = `retracted_at = now(), retraction_reason = '${someCiphertext}'`;
  const reworded = `${retracted}, notes = '${someCiphertext.replace("AAAA", "BBBB")}'`;
  expect(await attempt("admin", change(reworded))).toBe("refused");
  expect(await attempt("treating", change(retracted))).toBe(0);
  expect(await attempt("admin", change(retracted))).toBe(1);
  expect(await attempt("author", change(`notes = '${someCiphertext}'`))).toBe("refused");
  expect(await attempt("author", change("retracted_at = NULL, retraction_reason = NULL"))).toBe(
    "refused",
  );
});

it("grants an hour, whatever is asked for", async () => {
  const asked = `INSERT INTO emergency_accesses (patient_id, doctor_id, reason, granted_at, expires_at)
    VALUES ('${world.patientId}', '${world.late.doctorId ?? ""}', '${someCiphertext}', now(), now() + interval '1 year')
    RETURNING extract(epoch FROM expires_at - now())::int AS left`;
  const { rows } = await rawAs(world.late, asked);
  expect(rows).toEqual([{ left: 3600 }]);
});
