-- Whose a profile is, and where a practitioner works, is decided when it is made: with the right to
-- change the whole row, a person could hand it, and all that hangs on it, to another account.
REVOKE UPDATE ON doctors, patients FROM slotwell_app;
GRANT UPDATE (full_name, specialization, biography, languages, accepting_patients, approval, minimum_notice_minutes,
  horizon_days, cutoff_minutes, request_ttl_minutes, schedule_version, verified_at, updated_at) ON doctors TO slotwell_app;
GRANT UPDATE (full_name, date_of_birth, gender, phone, address, insurance_provider, insurance_number, version, updated_at)
  ON patients TO slotwell_app;

-- Nobody verifies themselves. Without an actor there is no row to change (policy `change`), except for
-- those who are beyond row level security.
CREATE FUNCTION doctors_verification_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF actor_role() <> 'admin' THEN
    RAISE EXCEPTION 'only an administrator verifies a doctor' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER doctors_verification_guard BEFORE UPDATE ON doctors
  FOR EACH ROW WHEN (NEW.verified_at IS DISTINCT FROM OLD.verified_at)
  EXECUTE FUNCTION doctors_verification_guard();
