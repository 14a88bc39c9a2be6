-- Functions that act by a time took any time from their caller: one call with the year 2999 expired the
-- requests of all patients.
--
-- Functions that only read are not clamped, because their times only select rows: audit_trail,
-- busy_times, patients_busy, retention_of, and the date of birth that emergency_patients compares.

-- Returns the time that a caller gives, but at most a minute after the database's own, because the
-- clocks of two machines differ a little. Earlier times stay: to act late does no harm.
CREATE FUNCTION clamp_to_clock(given timestamptz) RETURNS timestamptz
  LANGUAGE sql VOLATILE SET search_path = public, pg_temp
  RETURN CASE WHEN given IS NOT NULL THEN least(given, clock_timestamp() + interval '1 minute') END;
GRANT EXECUTE ON FUNCTION clamp_to_clock(timestamptz) TO slotwell_definer;

-- ── Periodic jobs ───────────────────────────────────────────────────────────────────────────────

-- Clamped, because an early end takes a request from its patient.
CREATE OR REPLACE FUNCTION expire_requests(as_of timestamptz, at_most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  expired integer;
BEGIN
  as_of := clamp_to_clock(as_of);
  WITH due AS (
    SELECT id FROM appointments WHERE status = 'pending' AND expires_at <= as_of
    ORDER BY expires_at LIMIT at_most FOR UPDATE SKIP LOCKED
  ), changed AS (
    UPDATE appointments a SET status = 'expired', event = 'expired', expires_at = NULL, status_reason = NULL,
      proposed_starts = '{}', version = a.version + 1, updated_at = as_of
    FROM due WHERE a.id = due.id RETURNING 1
  )
  SELECT count(*) INTO expired FROM changed;
  RETURN expired;
END
$$;

-- Clamped, because a time that is released early may be given to another patient.
CREATE OR REPLACE FUNCTION release_holds(as_of timestamptz) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  released integer;
BEGIN
  as_of := clamp_to_clock(as_of);
  WITH due AS (
    SELECT appointment_id, starts_at FROM slot_holds WHERE expires_at <= as_of FOR UPDATE SKIP LOCKED
  )
  DELETE FROM slot_holds h USING due WHERE (h.appointment_id, h.starts_at) = (due.appointment_id, due.starts_at);
  GET DIAGNOSTICS released = ROW_COUNT;
  RETURN released;
END
$$;

-- Clamped, because a request that is sent again without its key is done twice.
CREATE OR REPLACE FUNCTION prune_idempotency_keys(as_of timestamptz) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pruned integer;
BEGIN
  as_of := clamp_to_clock(as_of);
  DELETE FROM idempotency_keys WHERE created_at < as_of - interval '1 day';
  GET DIAGNOSTICS pruned = ROW_COUNT;
  RETURN pruned;
END
$$;

-- Compares with the database's own day already. In UTC, because a session could choose a time zone in
-- which the day begins a week earlier.
ALTER FUNCTION purge_expired(date, integer) SET timezone = 'UTC';

-- ── Accounts ────────────────────────────────────────────────────────────────────────────────────

-- Clamped, because the time is kept as when the account was disabled.
CREATE OR REPLACE FUNCTION account_disable(of_user uuid, as_of timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  as_of := clamp_to_clock(as_of);
  PERFORM claim_account(of_user);
  UPDATE users SET disabled_at = as_of, updated_at = as_of WHERE id = of_user AND disabled_at IS NULL;
  -- A doctor who cannot sign in takes no requests. After the account is enabled, they open their hours themselves.
  UPDATE doctors SET accepting_patients = false, schedule_version = schedule_version + 1, updated_at = as_of WHERE user_id = of_user AND accepting_patients;
  PERFORM account_end_sessions(of_user, NULL);
  PERFORM audit_of_account('account.disable', of_user, '{}');
END
$$;

-- Clamped, because the time is kept as when the account was changed.
CREATE OR REPLACE FUNCTION account_enable(of_user uuid, as_of timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  as_of := clamp_to_clock(as_of);
  PERFORM claim_account(of_user);
  UPDATE users SET disabled_at = NULL, updated_at = as_of WHERE id = of_user AND disabled_at IS NOT NULL;
  PERFORM audit_of_account('account.enable', of_user, '{}');
END
$$;

-- Clamped, because the time is kept as when the account was changed.
CREATE OR REPLACE FUNCTION account_change_role(of_user uuid, new_role user_role, as_of timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  account record;
BEGIN
  as_of := clamp_to_clock(as_of);
  SELECT * INTO account FROM claim_account(of_user);
  IF account.role = new_role THEN
    RETURN;
  END IF;
  IF (new_role = 'doctor' AND NOT EXISTS (SELECT FROM doctors WHERE user_id = of_user AND verified_at IS NOT NULL))
    OR (new_role = 'patient' AND NOT EXISTS (SELECT FROM patients WHERE user_id = of_user)) THEN
    RAISE EXCEPTION 'accounts_role_has_profile' USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_role_has_profile';
  END IF;
  UPDATE users SET role = new_role, updated_at = as_of WHERE id = of_user;
  -- As with a disabled account: a user who is no longer a doctor takes no requests.
  UPDATE doctors SET accepting_patients = false, schedule_version = schedule_version + 1, updated_at = as_of WHERE user_id = of_user AND accepting_patients;
  PERFORM account_end_sessions(of_user, NULL);
  PERFORM audit_of_account('account.change-role', of_user, jsonb_build_object('from', account.role, 'to', new_role));
END
$$;

-- Clamped, because after a later time no appointment lies ahead that would keep the account open.
CREATE OR REPLACE FUNCTION account_close(of_user uuid, as_of timestamptz) RETURNS date
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  account record;
  until date;
BEGIN
  as_of := clamp_to_clock(as_of);
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

-- A completed appointment counts whatever time is given, so that an earlier time never shortens how
-- long records are kept.
CREATE OR REPLACE FUNCTION retention_of(of_patient uuid, as_of timestamptz) RETURNS date
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce((max((been.at AT TIME ZONE c.time_zone)::date) + make_interval(years => max(c.retention_years)))::date, as_of::date)
  FROM (
    SELECT a.clinic_id, a.starts_at AS at FROM appointments a
    WHERE a.patient_id = of_patient AND (a.status = 'completed' OR (a.status = 'confirmed' AND a.starts_at <= as_of))
    UNION ALL
    SELECT d.clinic_id, r.created_at FROM medical_records r JOIN doctors d ON d.id = r.doctor_id
    WHERE r.patient_id = of_patient
  ) been JOIN clinics c ON c.id = been.clinic_id
$$;
