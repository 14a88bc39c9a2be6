-- Accounts that end: who a person was is erased at once, what was done for them is kept for as long
-- as their clinics must, and then goes as well (docs/decisions/054-closing-accounts.md).

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── What a closed account leaves ────────────────────────────────────────────────────────────────

ALTER TABLE users
  ADD COLUMN closed_at timestamptz,
  ADD CONSTRAINT users_closed_empty CHECK (
    closed_at IS NULL OR (disabled_at IS NOT NULL AND email IS NULL AND password_hash IS NULL));
-- The list of accounts goes by name.
CREATE INDEX users_by_name ON users (name, id);

-- How many years after the last visit a clinic keeps what it wrote.
ALTER TABLE clinics
  ADD COLUMN retention_years integer NOT NULL DEFAULT 10,
  ADD CONSTRAINT clinics_retention_range CHECK (retention_years BETWEEN 1 AND 100);

ALTER TABLE patients
  ADD COLUMN closed_at timestamptz,
  -- The last day on which clinical data of a closed account is kept; null again once it is gone.
  ADD COLUMN retain_until date,
  ADD CONSTRAINT patients_retained_closed CHECK (retain_until IS NULL OR closed_at IS NOT NULL);
CREATE INDEX patients_expiring ON patients (retain_until) WHERE retain_until IS NOT NULL;

ALTER TABLE doctors
  ADD COLUMN closed_at timestamptz,
  ADD CONSTRAINT doctors_closed_unverified CHECK (closed_at IS NULL OR verified_at IS NULL);

-- When its words were erased: what needed a reason while it mattered stands without one from then on.
ALTER TABLE appointments
  ADD COLUMN erased_at timestamptz,
  DROP CONSTRAINT appointments_declined_why,
  ADD CONSTRAINT appointments_declined_why CHECK (
    status <> 'declined' OR erased_at IS NOT NULL OR length(trim(coalesce(status_reason, ''))) > 0),
  DROP CONSTRAINT appointments_overbooked_why,
  ADD CONSTRAINT appointments_overbooked_why CHECK (
    erased_at IS NOT NULL OR overbooked = (length(trim(coalesce(overbook_reason, ''))) > 0));

-- Erasing words is no event of the visit: an event belongs to a version.
DROP TRIGGER appointments_record_event ON appointments;
CREATE TRIGGER appointments_record_event AFTER INSERT ON appointments
  FOR EACH ROW WHEN (current_user <> 'slotwell_import') EXECUTE FUNCTION appointments_record_event();
CREATE TRIGGER appointments_record_next_event AFTER UPDATE ON appointments
  FOR EACH ROW WHEN (NEW.version <> OLD.version AND current_user <> 'slotwell_import')
  EXECUTE FUNCTION appointments_record_event();

-- ── Closed stays closed ─────────────────────────────────────────────────────────────────────────

CREATE FUNCTION stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'accounts_stay_closed: this account is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_stay_closed';
END
$$;
CREATE TRIGGER users_stay_closed BEFORE UPDATE ON users
  FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION stays_closed();
CREATE TRIGGER patients_stay_closed BEFORE UPDATE ON patients
  FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL AND (NEW.full_name, NEW.date_of_birth, NEW.closed_at)
                     IS DISTINCT FROM (OLD.full_name, OLD.date_of_birth, OLD.closed_at))
  EXECUTE FUNCTION stays_closed();

-- What was erased is not written anew, and nobody but the clock says that something was.
CREATE TRIGGER appointments_stay_erased BEFORE INSERT OR UPDATE ON appointments
  FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL AND current_user NOT IN ('slotwell_definer', 'slotwell_import'))
  EXECUTE FUNCTION stays_closed();

-- Nobody books for or with somebody who is gone. Under the locks that closing takes first, so that a
-- booking and a closing at once cannot overlook each other.
CREATE FUNCTION appointments_of_open_accounts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_schedule(party) FROM unnest(ARRAY[NEW.patient_id, NEW.doctor_id]) party ORDER BY party;
  IF EXISTS (SELECT FROM patients WHERE id = NEW.patient_id AND closed_at IS NOT NULL)
     OR EXISTS (SELECT FROM doctors WHERE id = NEW.doctor_id AND closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'accounts_stay_closed: this account is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_stay_closed';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER appointments_of_open_accounts BEFORE INSERT ON appointments
  FOR EACH ROW WHEN (current_user <> 'slotwell_import') EXECUTE FUNCTION appointments_of_open_accounts();

-- ── How long records are kept ───────────────────────────────────────────────────────────────────

-- The last day of retention for a patient: the longest period of the clinics they have been to, from
-- their last visit or record. Who has been nowhere has nothing that must be kept.
CREATE FUNCTION retention_of(of_patient uuid, as_of timestamptz) RETURNS date LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce((max((been.at AT TIME ZONE c.time_zone)::date) + make_interval(years => max(c.retention_years)))::date, as_of::date)
  FROM (
    SELECT a.clinic_id, a.starts_at AS at FROM appointments a
    WHERE a.patient_id = of_patient AND a.status IN ('confirmed', 'completed') AND a.starts_at <= as_of
    UNION ALL
    SELECT d.clinic_id, r.created_at FROM medical_records r JOIN doctors d ON d.id = r.doctor_id
    WHERE r.patient_id = of_patient
  ) been JOIN clinics c ON c.id = been.clinic_id
$$;

-- What is written about a visit after the patient has left is kept as long as everything else.
CREATE FUNCTION medical_records_prolong() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE patients p SET retain_until = greatest(p.retain_until, retention_of(p.id, NEW.created_at))
  WHERE p.id = NEW.patient_id AND p.closed_at IS NOT NULL;
  RETURN NULL;
END
$$;
CREATE TRIGGER medical_records_prolong AFTER INSERT ON medical_records
  FOR EACH ROW WHEN (current_user <> 'slotwell_import') EXECUTE FUNCTION medical_records_prolong();

-- ── Erasing ─────────────────────────────────────────────────────────────────────────────────────

-- Who a patient was. The year of birth stays: without it nobody understands the records.
CREATE FUNCTION erase_identity_of_patient(of_patient uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE patients SET full_name = 'Former patient ' || left(replace(gen_random_uuid()::text, '-', ''), 4),
    date_of_birth = date_trunc('year', date_of_birth)::date
  WHERE id = of_patient;
  DELETE FROM patient_profiles WHERE patient_id = of_patient;
  -- Answers that are kept for a retry name the patient, whoever gave them.
  DELETE FROM idempotency_keys k USING appointments a WHERE a.id = k.appointment_id AND a.patient_id = of_patient;
END
$$;

-- What was written about a patient; how many rows of what, as {"medical_records": 2, …}. Who hangs on
-- whom comes first. Visits stay as bare facts.
CREATE FUNCTION erase_clinical_data_of(of_patient uuid) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  clinical text;
  theirs text;
  erased bigint;
  counts jsonb := '{}';
BEGIN
  FOR clinical, theirs IN VALUES
    ('attachment_chunks', 'attachment_id IN (SELECT id FROM attachments WHERE patient_id = $1)'),
    ('attachments', 'patient_id = $1'),
    ('record_drafts', 'patient_id = $1'),
    ('medical_record_revisions', 'record_id IN (SELECT id FROM medical_records WHERE patient_id = $1)'),
    ('medical_records', 'patient_id = $1'),
    ('history_entries', 'patient_id = $1'),
    ('emergency_accesses', 'patient_id = $1')
  LOOP
    EXECUTE format('DELETE FROM %I WHERE %s', clinical, theirs) USING of_patient;
    GET DIAGNOSTICS erased = ROW_COUNT;
    counts := counts || jsonb_build_object(clinical, erased);
  END LOOP;
  UPDATE appointments SET reason = NULL, status_reason = NULL, overbook_reason = NULL, erased_at = now()
  WHERE patient_id = of_patient AND (reason, status_reason, overbook_reason) IS DISTINCT FROM (NULL, NULL, NULL);
  GET DIAGNOSTICS erased = ROW_COUNT;
  counts := counts || jsonb_build_object('appointments', erased);
  UPDATE appointment_events e SET reason = NULL, overbook_reason = NULL FROM appointments a
  WHERE a.id = e.appointment_id AND a.patient_id = of_patient AND (e.reason, e.overbook_reason) IS DISTINCT FROM (NULL, NULL);
  GET DIAGNOSTICS erased = ROW_COUNT;
  RETURN counts || jsonb_build_object('appointment_events', erased);
END
$$;

-- The clock: clinical data whose retention has passed goes. Skips what another process holds, so any
-- number of clocks may run. `as_of` may lag behind the database's own day and never run ahead of it:
-- what is deleted too early never comes back. Returns of how many patients.
CREATE FUNCTION purge_expired(as_of date, at_most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  due uuid;
  purged jsonb[] := '{}';
  entry jsonb;
BEGIN
  FOR due IN SELECT id FROM patients WHERE retain_until < least(as_of, current_date)
             ORDER BY retain_until, id LIMIT at_most FOR UPDATE SKIP LOCKED LOOP
    purged := purged || jsonb_build_object('patient', due, 'rows', erase_clinical_data_of(due));
    UPDATE patients SET retain_until = NULL WHERE id = due;
  END LOOP;
  FOREACH entry IN ARRAY purged LOOP
    PERFORM audit_append((NULL, NULL, actor_id(), actor_role(), 'retention.purge', 'patient', (entry ->> 'patient')::uuid,
      (entry ->> 'patient')::uuid, entry -> 'rows', NULL)::audit_events);
  END LOOP;
  RETURN cardinality(purged);
END
$$;

-- ── What admins do to accounts ──────────────────────────────────────────────────────────────────

-- The account, locked until the transaction ends together with that of the admin who asks, in one
-- order: of two admins who close each other at once the second is none any more when it is their
-- turn, so one always stays. Schedules come before rows. Nobody does to themselves what others would
-- have to undo, and nobody undoes a closing.
CREATE FUNCTION claim_account(of_user uuid) RETURNS TABLE (name text, role user_role, patient_id uuid, doctor_id uuid)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF actor_role() = 'admin' THEN
    PERFORM lock_schedule(profile.id) FROM (
      SELECT id FROM patients WHERE user_id = of_user UNION ALL SELECT id FROM doctors WHERE user_id = of_user) profile;
    PERFORM FROM users WHERE id IN (of_user, actor_id()) ORDER BY id FOR NO KEY UPDATE;
  END IF;
  IF actor_role() IS DISTINCT FROM 'admin' THEN
    RAISE EXCEPTION 'accounts_for_admins: only an administrator may' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF of_user = actor_id() THEN
    RAISE EXCEPTION 'accounts_of_others: not one''s own' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF EXISTS (SELECT FROM users WHERE id = of_user AND closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'accounts_stay_closed: this account is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_stay_closed';
  END IF;
  RETURN QUERY SELECT u.name, u.role, p.id, d.id
    FROM users u LEFT JOIN patients p ON p.user_id = u.id LEFT JOIN doctors d ON d.user_id = u.id WHERE u.id = of_user;
END
$$;

CREATE FUNCTION audit_of_account(action text, of_user uuid, detail jsonb) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM audit_append((NULL, NULL, actor_id(), actor_role(), action, 'user', of_user,
    (SELECT id FROM patients WHERE user_id = of_user), detail, NULL)::audit_events);
END
$$;

-- Ends one session of an account, or all of them with what other programs hold in its name. Returns
-- how many.
CREATE FUNCTION account_end_sessions(of_user uuid, only_one uuid) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ended integer;
BEGIN
  PERFORM claim_account(of_user);
  DELETE FROM sessions WHERE user_id = of_user AND (only_one IS NULL OR id = only_one);
  GET DIAGNOSTICS ended = ROW_COUNT;
  IF only_one IS NULL THEN
    DELETE FROM sign_in_tickets WHERE user_id = of_user;
    DELETE FROM oidc_artifacts WHERE user_id = of_user;
  END IF;
  IF ended > 0 THEN
    PERFORM audit_of_account('account.end-sessions', of_user, jsonb_build_object('ended', ended));
  END IF;
  RETURN ended;
END
$$;

CREATE FUNCTION account_disable(of_user uuid, as_of timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM claim_account(of_user);
  UPDATE users SET disabled_at = as_of, updated_at = as_of WHERE id = of_user AND disabled_at IS NULL;
  -- Nobody waits for the answer of a doctor who cannot sign in. Enabled again they open their hours themselves.
  UPDATE doctors SET accepting_patients = false, schedule_version = schedule_version + 1, updated_at = as_of WHERE user_id = of_user AND accepting_patients;
  PERFORM account_end_sessions(of_user, NULL);
  PERFORM audit_of_account('account.disable', of_user, '{}');
END
$$;

CREATE FUNCTION account_enable(of_user uuid, as_of timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM claim_account(of_user);
  UPDATE users SET disabled_at = NULL, updated_at = as_of WHERE id = of_user AND disabled_at IS NOT NULL;
  PERFORM audit_of_account('account.enable', of_user, '{}');
END
$$;

-- Closes an account for good. What lies ahead of it must be settled before: who cancels a visit says
-- why, and a practitioner's patients need another one. Returns until when clinical data is kept, null
-- where there is none.
CREATE FUNCTION account_close(of_user uuid, as_of timestamptz) RETURNS date
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  account record;
  until date;
BEGIN
  SELECT * INTO STRICT account FROM claim_account(of_user);
  IF EXISTS (SELECT FROM appointments a
             WHERE (a.patient_id = account.patient_id OR a.doctor_id = account.doctor_id)
               AND a.status IN ('pending', 'confirmed') AND a.starts_at > as_of AND (a.expires_at IS NULL OR a.expires_at > as_of)) THEN
    RAISE EXCEPTION 'accounts_visits_ahead: there are visits ahead' USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_visits_ahead';
  END IF;
  IF account.patient_id IS NOT NULL THEN
    until := retention_of(account.patient_id, as_of);
    PERFORM erase_identity_of_patient(account.patient_id);
    UPDATE patients SET closed_at = as_of, retain_until = until, version = version + 1, updated_at = as_of WHERE id = account.patient_id;
  END IF;
  IF account.doctor_id IS NOT NULL THEN
    UPDATE time_off SET reason = NULL WHERE doctor_id = account.doctor_id AND reason IS NOT NULL;
    DELETE FROM doctor_photos WHERE doctor_id = account.doctor_id;
    UPDATE doctors SET closed_at = as_of, verified_at = NULL, biography = '', license_number = NULL, accepting_patients = false, updated_at = as_of
    WHERE id = account.doctor_id;
  END IF;
  DELETE FROM idempotency_keys WHERE user_id = of_user;
  DELETE FROM sessions WHERE user_id = of_user;
  DELETE FROM accounts WHERE user_id = of_user;
  DELETE FROM oidc_artifacts WHERE user_id = of_user;
  DELETE FROM sign_in_tickets WHERE user_id = of_user;
  DELETE FROM welcome_links WHERE user_id = of_user;
  UPDATE users SET email = NULL, name = 'Closed account', password_hash = NULL, disabled_at = as_of, closed_at = as_of, updated_at = as_of
  WHERE id = of_user;
  PERFORM audit_of_account('account.close', of_user, jsonb_build_object('role', account.role, 'retainUntil', until));
  RETURN until;
END
$$;

-- When somebody last signed in, for admins: sessions end and go, the trail remembers.
CREATE FUNCTION account_signed_in_at(of_user uuid) RETURNS timestamptz
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.at FROM audit_events e
  WHERE e.actor_id = of_user AND e.action = 'account.signed-in' AND (SELECT actor_role()) = 'admin'
  ORDER BY e.seq DESC LIMIT 1
$$;

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

-- Closing has one door.
REVOKE UPDATE ON users FROM slotwell_identity;
GRANT UPDATE (email, name, role, password_hash, disabled_at, updated_at) ON users TO slotwell_identity;

GRANT UPDATE ON users, patients TO slotwell_definer;
GRANT UPDATE (closed_at, verified_at, biography, license_number, accepting_patients, schedule_version, updated_at) ON doctors TO slotwell_definer;
GRANT UPDATE (reason) ON time_off TO slotwell_definer;
GRANT UPDATE (reason, overbook_reason) ON appointment_events TO slotwell_definer;
GRANT SELECT, DELETE ON sessions, accounts, oidc_artifacts, sign_in_tickets, welcome_links TO slotwell_definer;
GRANT EXECUTE ON FUNCTION retention_of(uuid, timestamptz) TO slotwell_app, slotwell_definer;

GRANT SELECT, DELETE ON patient_profiles, attachment_chunks, attachments, record_drafts, medical_record_revisions, medical_records,
  history_entries, emergency_accesses, doctor_photos TO slotwell_definer;

DO $$
DECLARE
  handed text;
BEGIN
  FOREACH handed IN ARRAY ARRAY['appointments_of_open_accounts()', 'medical_records_prolong()', 'erase_identity_of_patient(uuid)',
    'erase_clinical_data_of(uuid)', 'purge_expired(date, integer)', 'claim_account(uuid)',
    'audit_of_account(text, uuid, jsonb)', 'account_end_sessions(uuid, uuid)', 'account_disable(uuid, timestamptz)',
    'account_enable(uuid, timestamptz)', 'account_close(uuid, timestamptz)', 'account_signed_in_at(uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO slotwell_definer', handed);
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;

GRANT EXECUTE ON FUNCTION purge_expired(date, integer), claim_account(uuid), account_end_sessions(uuid, uuid),
  account_disable(uuid, timestamptz), account_enable(uuid, timestamptz), account_close(uuid, timestamptz),
  account_signed_in_at(uuid) TO slotwell_app;
