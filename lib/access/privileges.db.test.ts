import { expect, it } from "vitest";
import { testDatabase } from "../testing/database.ts";

// All that the application's roles may do. A privilege that a command needs is added here as well.

/** Returns a role's privileges on each table; those on single columns name them. */
async function tablesOf(role: string): Promise<Record<string, string>> {
  const { rows } = await testDatabase().superuser.query<{ name: string; privileges: string }>(
    `SELECT relname AS name, string_agg(privilege, ', ' ORDER BY privilege COLLATE "C") AS privileges FROM (
       SELECT c.relname, x.privilege_type AS privilege
       FROM pg_class c, aclexplode(c.relacl) x
       WHERE c.relnamespace = 'public'::regnamespace AND x.grantee = $1::regrole
       UNION ALL
       SELECT c.relname, format('%s (%s)', x.privilege_type, string_agg(a.attname, ', ' ORDER BY a.attname))
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) x
       WHERE c.relnamespace = 'public'::regnamespace AND x.grantee = $1::regrole
         AND NOT a.attisdropped
       GROUP BY c.relname, x.privilege_type
     ) granted GROUP BY relname`,
    [role],
  );
  return Object.fromEntries(rows.map(({ name, privileges }) => [name, privileges]));
}

/** Returns the names of the functions that a role may call. */
async function functionsOf(role: string): Promise<string[]> {
  const { rows } = await testDatabase().superuser.query<{ name: string }>(
    `SELECT DISTINCT p.proname::text AS name FROM pg_proc p, aclexplode(p.proacl) x
     WHERE p.pronamespace = 'public'::regnamespace AND x.grantee = $1::regrole ORDER BY 1`,
    [role],
  );
  return rows.map(({ name }) => name);
}

/** All columns of appointments but `agreed`, which the database alone writes. */
const APPOINTMENT =
  "clinic_id, created_at, doctor_id, ends_at, erased_at, event, expires_at, id, overbook_reason, overbooked, patient_id, proposed_starts, reason, starts_at, status, status_reason, updated_at, version, visit_type_id";

it("grants the application these privileges on tables", async () => {
  expect(await tablesOf("slotwell_app")).toEqual({
    appointment_events: "SELECT",
    appointment_transitions: "SELECT",
    appointments: `INSERT (${APPOINTMENT}), SELECT, UPDATE (${APPOINTMENT})`,
    attachment_chunks: "INSERT, SELECT",
    attachments: "INSERT, SELECT, UPDATE (removed_at)",
    clinic_holidays: "DELETE, INSERT, SELECT",
    clinics:
      "SELECT, UPDATE (max_cancellations, max_open_requests, max_open_requests_on_day, max_open_requests_with_doctor, outcome_days, retention_years)",
    doctor_photos: "DELETE, INSERT, SELECT, UPDATE",
    doctors:
      "SELECT, UPDATE (accepting_patients, approval, biography, clinic_id, cutoff_minutes, decline_reason, declined_at, full_name, horizon_days, languages, minimum_notice_minutes, profile_version, request_ttl_minutes, schedule_version, specialization, updated_at, verified_at)",
    emergency_accesses: "INSERT, SELECT",
    history_entries:
      "INSERT, SELECT, UPDATE (kind, name, note, removed_at, since, until, updated_at, version)",
    idempotency_keys: "INSERT, SELECT, UPDATE (appointment_id, version)",
    medical_record_revisions: "SELECT",
    medical_records: "INSERT, SELECT, UPDATE",
    patient_profiles: "INSERT, SELECT, UPDATE",
    patients:
      "SELECT, UPDATE (date_of_birth, full_name, gender, preferred_name, pronouns, updated_at, version)",
    readiness_probe: "UPDATE (checked_at)",
    record_drafts:
      "DELETE, INSERT (appointment_id, content, doctor_id, id, patient_id, record_id, updated_at), SELECT, UPDATE (content, updated_at)",
    time_off: "DELETE, INSERT, SELECT",
    visit_types: "INSERT, SELECT, UPDATE",
    working_hours: "DELETE, INSERT, SELECT",
  });
});

it("grants identity these privileges on tables", async () => {
  expect(await tablesOf("slotwell_identity")).toEqual({
    accounts: "INSERT, SELECT",
    counted_attempts: "DELETE, INSERT, SELECT",
    known_devices: "DELETE, INSERT, SELECT, UPDATE (is_new, last_seen_at, removed_at, user_agent)",
    oauth_clients: "DELETE, INSERT, SELECT, UPDATE",
    oidc_artifacts: "DELETE, INSERT, SELECT, UPDATE",
    request_counts: "DELETE, INSERT, SELECT, UPDATE",
    passkey_challenges: "DELETE, INSERT, SELECT, UPDATE (challenge, expires_at)",
    passkeys: "DELETE, INSERT, SELECT, UPDATE (counter, last_used_at, name)",
    recovery_codes: "DELETE, INSERT, SELECT",
    sessions: "DELETE, INSERT, SELECT, UPDATE (amr, device_id, last_seen_at, proven_at)",
    sign_in_steps: "DELETE, INSERT, SELECT",
    sign_in_tickets: "DELETE, INSERT, SELECT",
    signing_keys: "DELETE, INSERT, SELECT",
    totp_enrolments: "DELETE, INSERT, SELECT, UPDATE (expires_at, sealed, session_id)",
    totp_factors: "DELETE, INSERT, SELECT, UPDATE (last_step)",
    users: "SELECT, UPDATE (password_hash, updated_at)",
    welcome_links: "DELETE, SELECT",
  });
});

it("lets the application call these functions", async () => {
  expect(await functionsOf("slotwell_app")).toEqual([
    ...["access_log", "account_change_role", "account_close", "account_correct"],
    ...["account_disable", "account_enable"],
    ...["account_end_sessions", "account_reset_second_factor", "account_signed_in_at"],
    "acknowledge_alert",
    ...["actor_doctor_id", "actor_id", "actor_patient_id", "actor_patients", "actor_role"],
    ...["alerts_for_admins", "alerts_to_log"],
    ...["applied_migrations", "audit_note", "audit_refused", "audit_trail", "busy_times"],
    ...["change_own_names", "claim_account", "close_refusal_counts", "close_without_outcome"],
    ...["emergency_misses", "emergency_patients", "expire_requests", "find_doctors"],
    ...["find_patients", "fold_name", "is_encrypted", "lock_schedule", "names_of_staff"],
    ...["open_request_limit", "own_account_changes", "patients_busy"],
    "prune_idempotency_keys",
    ...["prune_watched_acts"],
    ...["purge_expired", "release_holds", "retention_of", "search_text", "treats", "uuid_v7"],
  ]);
});

it("lets identity call these functions", async () => {
  expect(await functionsOf("slotwell_identity")).toEqual([
    "actor_id",
    ...[
      "audit_account",
      "audit_follow",
      "audit_prune",
      "audit_seal",
      "audit_signed",
      "change_own_email",
      "clamp_to_clock",
      "find_users",
      "fold_name",
      "is_encrypted",
    ],
    "profiles_of",
    "register_doctor",
    "register_patient",
    "reserve_attempt",
    ...["search_text", "session_end", "session_sign_out", "sign_actor"],
    ...["spend_recovery_code", "uuid_v7", "zone_of_user"],
  ]);
});

it("lets the auditor read the trail, and nothing else", async () => {
  const read = { audit_events: "SELECT", audit_head: "SELECT", audit_heads: "SELECT" };
  expect(await tablesOf("slotwell_auditor")).toEqual(read);
  expect(await functionsOf("slotwell_auditor")).toEqual(["audit_verify"]);
});

it("grants nothing to everyone, to the gate, or to the application's login itself", async () => {
  const { superuser, appUrl } = testDatabase();
  for (const role of ["slotwell_identity_gate", new URL(appUrl).username]) {
    expect([await tablesOf(role), await functionsOf(role)]).toEqual([{}, []]);
  }
  const { rows } = await superuser.query(
    `SELECT relname FROM pg_class c, aclexplode(c.relacl) x
     WHERE c.relnamespace = 'public'::regnamespace AND x.grantee = 0
     UNION SELECT p.proname FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
     WHERE p.pronamespace = 'public'::regnamespace AND x.grantee = 0
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
  );
  expect(rows).toEqual([]);
});
