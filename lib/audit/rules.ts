const READINGS = [
  "profile.read",
  "insurance-number.read",
  "history.read",
  "record.read",
  "file.read",
  "attachment.read",
  "record.export",
] as const;
/** What was read of a patient, as their access log words it. */
export type ReadAction = (typeof READINGS)[number];

const ACCOUNTS = [
  "account.registered",
  "account.registration-refused",
  "account.signed-in",
  "account.sign-in-failed",
  "account.throttled",
  "account.signed-out",
  "account.session-ended",
  "account.password-changed",
  "account.confirmation-failed",
  "account.second-factor-failed",
  "account.totp-added",
  "account.totp-removed",
  "account.passkey-added",
  "account.passkey-removed",
  "account.new-device",
  "account.device-removed",
  "account.recovery-codes-made",
  "account.recovery-code-used",
  "account.welcome-issued",
  "account.client-connected",
  "account.client-disconnected",
  "client.created",
  "client.secret-rotated",
  "client.scopes-changed",
  "client.disabled",
  "client.enabled",
  "client.deleted",
  "signing-key.added",
  "signing-key.ended",
] as const;
/** What happened to an account, to a program that may ask the API, or to a key that signs ID tokens. */
export type AccountAct = (typeof ACCOUNTS)[number];

/** What admins do with accounts and with the trail, and what is done by the clock or by command. */
const ADMINISTRATION = [
  "account.read",
  "account.change-role",
  "account.disable",
  "account.enable",
  "account.end-sessions",
  "account.second-factor-reset",
  "account.close",
  "alert.acknowledge",
  "audit.read",
  "emergency.missed",
  "retention.purge",
  "retention.audit",
  "keys.rotate",
  "demo.import",
] as const;

/** Changes of rows, as `audit_change()` names them. */
const CHANGES = [
  "appointments.insert",
  "appointments.update",
  "attachments.insert",
  "attachments.update",
  "clinic_holidays.insert",
  "clinic_holidays.delete",
  "clinics.update",
  "doctor_photos.insert",
  "doctor_photos.update",
  "doctor_photos.delete",
  "doctors.insert",
  "doctors.update",
  "emergency_accesses.insert",
  "history_entries.insert",
  "history_entries.update",
  "medical_records.insert",
  "medical_records.update",
  "patient_profiles.insert",
  "patient_profiles.update",
  "patients.insert",
  "patients.update",
  "time_off.insert",
  "time_off.delete",
  "users.insert",
  "users.update",
  "visit_types.insert",
  "visit_types.update",
  "visit_types.delete",
  "working_hours.insert",
  "working_hours.delete",
] as const;

/** What an admin can ask the audit trail for. Each has words in the catalogue, under `accessLog.action`. */
export const AUDIT_ACTIONS = [...READINGS, ...ACCOUNTS, ...ADMINISTRATION, ...CHANGES] as const;
