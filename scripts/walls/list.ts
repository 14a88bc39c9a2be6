/** A wall, how to take it away, and the test files that must then fail. */
export interface Wall {
  /** The statement of docs/security.md that it holds. */
  statement: number;
  wall: string;
  /** A change of the database, made after all migrations, or of one piece of code. */
  off: { sql: string } | { file: string; from: string; to: string };
  tests: readonly string[];
}

const off = (table: string) => ({ sql: `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY;` });
const edit = (file: string, from: string, to: string) => ({ file, from, to });

/** Every wall that can be taken away without taking another one with it. */
export const WALLS: readonly Wall[] = [
  {
    statement: 1,
    wall: "roles of the policy table",
    off: edit(
      "lib/access/policy.ts",
      "if (!may(actor, action)) throw refusalOf(actor, { asked: askedBy(actor, action) });",
      "",
    ),
    tests: ["lib/access/matrix.db.test.ts"],
  },
  {
    statement: 2,
    wall: "visibility of appointments",
    off: edit(
      "lib/access/scope.ts",
      "return Prisma.sql`a.patient_id = ${actor.patientId}::uuid`;",
      "return Prisma.sql`true`;",
    ),
    tests: ["lib/access/scope.db.test.ts"],
  },
  {
    statement: 2,
    wall: "visibility of patients in a doctor's care",
    off: edit(
      "lib/access/scope.ts",
      "return Prisma.sql`(${treats(patientId)} OR EXISTS (",
      "return Prisma.sql`(true OR EXISTS (",
    ),
    tests: ["lib/patients/second-wall.db.test.ts"],
  },
  ...["appointments", "patients", "idempotency_keys"].map((table) => ({
    statement: 7,
    wall: `row-level security of ${table}`,
    off: off(table),
    tests: ["lib/access/walls.db.test.ts"],
  })),
  ...["patient_profiles", "history_entries"].map((table) => ({
    statement: 7,
    wall: `row-level security of ${table}`,
    off: off(table),
    tests: ["lib/patients/third-wall.db.test.ts"],
  })),
  ...["medical_records", "record_drafts", "emergency_accesses", "attachments"].map((table) => ({
    statement: 7,
    wall: `row-level security of ${table}`,
    off: off(table),
    tests: ["lib/records/third-wall.db.test.ts"],
  })),
  {
    statement: 8,
    wall: "hour of an emergency access",
    off: { sql: "DROP TRIGGER emergency_accesses_hour ON emergency_accesses;" },
    tests: ["lib/records/third-wall.db.test.ts"],
  },
  {
    statement: 10,
    wall: "FORCE ROW LEVEL SECURITY",
    off: { sql: "ALTER TABLE history_entries NO FORCE ROW LEVEL SECURITY;" },
    tests: ["lib/access/walls.db.test.ts"],
  },
  {
    statement: 18,
    wall: "encryption of reasons",
    off: { sql: "ALTER TABLE appointments DROP CONSTRAINT appointments_encrypted;" },
    tests: ["lib/encryption/canary.db.test.ts", "lib/platform/rotate-keys.db.test.ts"],
  },
  {
    statement: 32,
    wall: "no two appointments of a doctor at once",
    off: { sql: "ALTER TABLE appointments DROP CONSTRAINT appointments_doctor_free;" },
    tests: ["lib/appointments/races.db.test.ts", "lib/appointments/overbook.db.test.ts"],
  },
  {
    statement: 32,
    wall: "no two appointments of a patient at once",
    off: { sql: "ALTER TABLE appointments DROP CONSTRAINT appointments_patient_free;" },
    tests: ["lib/appointments/races.db.test.ts", "lib/appointments/overbook.db.test.ts"],
  },
  {
    statement: 32,
    wall: "proposed times are held for one request",
    off: { sql: "DROP TRIGGER appointments_respect_holds ON appointments;" },
    tests: ["lib/appointments/propose.db.test.ts", "lib/appointments/races.db.test.ts"],
  },
  {
    statement: 35,
    wall: "lifecycle of an appointment",
    off: { sql: "DROP TRIGGER appointments_guard ON appointments;" },
    tests: ["lib/access/walls.db.test.ts"],
  },
  {
    statement: 36,
    wall: "attempts counted in advance",
    off: edit(
      "prisma/migrations/20261128020900_attempt_reservations/migration.sql",
      "    PERFORM pg_advisory_xact_lock(7300005, hashtext(counted_key));",
      "    NULL;",
    ),
    tests: ["lib/auth/throttle.db.test.ts"],
  },
  ...["appointments_requests_limited", "appointments_moves_limited"].map((trigger) => ({
    statement: 48,
    wall: `trigger ${trigger}`,
    off: { sql: `DROP TRIGGER ${trigger} ON appointments;` },
    tests: ["lib/appointments/request-limits.db.test.ts"],
  })),
  {
    statement: 35,
    wall: "what has begun is not moved",
    off: { sql: "DROP TRIGGER appointments_move_in_time ON appointments;" },
    tests: ["lib/appointments/begun.db.test.ts"],
  },
  ...["medical_records", "record_drafts"].map((table) => ({
    statement: 35,
    wall: `${table} about visits that have begun`,
    off: { sql: `DROP TRIGGER ${table}_visit_begun ON ${table};` },
    tests: ["lib/records/begun-visits.db.test.ts"],
  })),
  ...["audit_events_append_only", "audit_events_delete_the_past"].map((trigger) => ({
    statement: 39,
    wall: `trigger ${trigger}`,
    off: { sql: `DROP TRIGGER ${trigger} ON audit_events;` },
    tests: ["lib/audit/trail.db.test.ts"],
  })),
  {
    statement: 9,
    wall: "age of a proof",
    off: edit(
      "lib/access/policy.ts",
      "return now.getTime() - provenAt.getTime() < PROOF_SECONDS * 1000;",
      "return provenAt <= now;",
    ),
    tests: ["lib/access/proof.db.test.ts"],
  },
  {
    statement: 38,
    wall: "notes of what loaders give",
    off: edit("lib/db.ts", "await writeNotes(tx, notes.readings);", ""),
    tests: ["lib/access/readings.db.test.ts"],
  },
  {
    statement: 42,
    wall: "only the patient or an admin begins care",
    off: {
      sql: `CREATE OR REPLACE FUNCTION treats(of_patient uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
          RETURN EXISTS (SELECT FROM appointments a WHERE a.patient_id = of_patient
            AND a.doctor_id = actor_doctor_id() AND a.status IN ('confirmed', 'completed'));
        END $$;`,
    },
    tests: ["lib/access/care-begins.db.test.ts"],
  },
  {
    statement: 45,
    wall: "signature of the actor",
    off: {
      sql: `CREATE OR REPLACE FUNCTION actor_id() RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
          SELECT nullif(split_part(current_setting('app.actor', true), '|', 1), '')::uuid $$;`,
    },
    tests: ["lib/access/signed-actor.db.test.ts"],
  },
  {
    statement: 45,
    wall: "identity makes no administrator",
    off: { sql: "GRANT INSERT ON users TO slotwell_identity;" },
    tests: ["lib/access/privileges.db.test.ts"],
  },
  {
    statement: 47,
    wall: "account of a form that posts to an action",
    off: edit("lib/web/submit.ts", "    requireOwner(actor, formData);\n", ""),
    tests: ["lib/web/form-owner.db.test.ts"],
  },
  {
    statement: 47,
    wall: "account of a form with a file",
    off: edit("lib/web/upload.ts", "  requireOwner(actor, form);\n", ""),
    tests: ["lib/web/form-owner.db.test.ts"],
  },
  {
    statement: 47,
    wall: "account of a form that posts to a route",
    off: edit(
      "lib/auth/posted.ts",
      "if (userId === null || isDrawnFor(userId, form[OWNER_FIELD])) return form;",
      "if (userId !== undefined) return form;",
    ),
    tests: ["lib/auth/own-form.db.test.ts"],
  },
  {
    statement: 47,
    wall: "hash of the account in a form",
    off: edit(
      "lib/auth/form-owner.ts",
      'typeof stamp === "string" && matchesHash("form", userId, stamp);',
      'typeof stamp === "string" && userId !== "";',
    ),
    tests: ["lib/auth/form-owner.test.ts"],
  },
  {
    statement: 46,
    wall: "signatures of the heads of the trail",
    off: edit(
      "lib/audit/heads/verify.ts",
      "else if (!hasValidSignature(head)) sorted.forged.push(proof);",
      "",
    ),
    tests: ["lib/audit/heads/verify.db.test.ts"],
  },
];
