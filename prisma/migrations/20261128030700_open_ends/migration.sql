-- Appointments without an outcome close after a period that the clinic sets, and a doctor whose account is
-- disabled takes no appointments: those ahead go to another doctor, are canceled or are kept
-- (docs/decisions/079-open-ends.md).

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── Appointments without an outcome ─────────────────────────────────────────────────────────────

ALTER TABLE clinics
  -- How many days after its end an appointment without an outcome is closed.
  ADD COLUMN outcome_days integer NOT NULL DEFAULT 14,
  -- Since when the product asks for outcomes. What ended before an upgrade is asked for as long as the rest.
  ADD COLUMN outcomes_asked_since timestamptz NOT NULL DEFAULT now(),
  ADD CONSTRAINT clinics_outcome_days_range CHECK (outcome_days BETWEEN 1 AND 365);
GRANT UPDATE (outcome_days) ON clinics TO slotwell_app;

CREATE INDEX appointments_without_outcome ON appointments (clinic_id, ends_at, id) WHERE status = 'confirmed';

ALTER TABLE appointment_events
  -- With `reassigned`: from which doctor to which.
  ADD COLUMN from_doctor_id uuid REFERENCES doctors (id),
  ADD COLUMN to_doctor_id uuid REFERENCES doctors (id),
  DROP CONSTRAINT appointment_events_type,
  ADD CONSTRAINT appointment_events_type CHECK (type IN
    ('requested', 'booked', 'approved', 'declined', 'proposed', 'accepted', 'canceled', 'rescheduled', 'reassigned',
     'completed', 'no_show', 'closed', 'expired'));

-- A periodic job: completes the appointments of which no one recorded an outcome in the clinic's period. Skips
-- rows that another process has locked, so that any number may run it. Returns how many it closed.
CREATE FUNCTION close_without_outcome(as_of timestamptz, at_most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  closed integer;
BEGIN
  as_of := clamp_to_clock(as_of);
  WITH due AS (
    SELECT ended.id
    FROM clinics c CROSS JOIN LATERAL (
      SELECT a.id FROM appointments a
      WHERE a.clinic_id = c.id AND a.status = 'confirmed' AND a.ends_at <= as_of - make_interval(days => c.outcome_days)
      ORDER BY a.ends_at, a.id LIMIT at_most FOR UPDATE SKIP LOCKED) ended
    WHERE c.outcomes_asked_since <= as_of - make_interval(days => c.outcome_days)
    LIMIT at_most
  ), changed AS (
    UPDATE appointments a SET status = 'completed', event = 'closed', status_reason = NULL,
      version = a.version + 1, updated_at = as_of
    FROM due WHERE a.id = due.id RETURNING 1
  )
  SELECT count(*) INTO closed FROM changed;
  RETURN closed;
END
$$;

-- ── Doctors who cannot sign in ──────────────────────────────────────────────────────────────────

-- Since when the account of the doctor is disabled or has another role. They are in no directory and take no
-- appointments; enabled again, they have the hours and rules that they had.
ALTER TABLE doctors ADD COLUMN disabled_at timestamptz;

GRANT UPDATE (disabled_at) ON doctors TO slotwell_import;
SET LOCAL ROLE slotwell_import;
UPDATE doctors d SET disabled_at = coalesce(u.disabled_at, u.updated_at)
FROM users u WHERE u.id = d.user_id AND (u.disabled_at IS NOT NULL OR u.role <> 'doctor');
RESET ROLE;
REVOKE UPDATE (disabled_at) ON doctors FROM slotwell_import;
GRANT UPDATE (disabled_at) ON doctors TO slotwell_definer;

CREATE INDEX doctors_disabled ON doctors (id) WHERE disabled_at IS NOT NULL;

-- Users belong to identity, which reaches no doctor: the database copies what concerns bookings.
CREATE FUNCTION users_disable_doctors() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE doctors SET disabled_at = CASE WHEN NEW.disabled_at IS NOT NULL OR NEW.role <> 'doctor'
      THEN coalesce(NEW.disabled_at, NEW.updated_at) END
  WHERE user_id = NEW.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER users_disable_doctors AFTER UPDATE OF disabled_at, role ON users
  FOR EACH ROW WHEN ((NEW.disabled_at, NEW.role) IS DISTINCT FROM (OLD.disabled_at, OLD.role))
  EXECUTE FUNCTION users_disable_doctors();

-- Whether the doctor takes patients stays as the doctor has set it.
CREATE OR REPLACE FUNCTION account_disable(of_user uuid, as_of timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  as_of := clamp_to_clock(as_of);
  PERFORM claim_account(of_user);
  UPDATE users SET disabled_at = as_of, updated_at = as_of WHERE id = of_user AND disabled_at IS NULL;
  PERFORM account_end_sessions(of_user, NULL);
  PERFORM audit_of_account('account.disable', of_user, '{}');
END
$$;

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
  PERFORM account_end_sessions(of_user, NULL);
  PERFORM audit_of_account('account.change-role', of_user, jsonb_build_object('from', account.role, 'to', new_role));
END
$$;

-- A disabled doctor gets no appointments, neither new ones nor those of others. Under the locks that disabling
-- and closing take first, so that neither overlooks an appointment that is made at the same time.
CREATE OR REPLACE FUNCTION appointments_of_open_accounts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_schedule(party) FROM unnest(ARRAY[NEW.patient_id, NEW.doctor_id]) party ORDER BY party;
  IF EXISTS (SELECT FROM patients WHERE id = NEW.patient_id AND closed_at IS NOT NULL)
     OR EXISTS (SELECT FROM doctors WHERE id = NEW.doctor_id AND (closed_at IS NOT NULL OR disabled_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'accounts_stay_closed: this account is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_stay_closed';
  END IF;
  RETURN NEW;
END
$$;

-- The same for an appointment that goes to another doctor. Takes no lock of the patient, because the row is
-- locked by then: schedules come before rows.
CREATE FUNCTION appointments_reassigned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_schedule(NEW.doctor_id);
  IF EXISTS (SELECT FROM doctors WHERE id = NEW.doctor_id AND (verified_at IS NULL OR disabled_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'accounts_stay_closed: this doctor takes no appointments' USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_stay_closed';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER appointments_reassigned BEFORE UPDATE OF doctor_id ON appointments
  FOR EACH ROW WHEN (NEW.doctor_id <> OLD.doctor_id) EXECUTE FUNCTION appointments_reassigned();

-- ── Appointments that go to another doctor ──────────────────────────────────────────────────────

INSERT INTO appointment_transitions VALUES
  ('reassigned', 'pending', 'pending', 'admin', false), ('reassigned', 'confirmed', 'confirmed', 'admin', false);

-- A reassigned appointment takes time of its new doctor.
DROP TRIGGER appointments_moved_respect_holds ON appointments;
CREATE TRIGGER appointments_moved_respect_holds BEFORE UPDATE OF doctor_id, starts_at, ends_at ON appointments
  FOR EACH ROW WHEN (NEW.status IN ('pending', 'confirmed') AND NOT NEW.overbooked
                     AND (NEW.doctor_id, NEW.starts_at, NEW.ends_at) IS DISTINCT FROM (OLD.doctor_id, OLD.starts_at, OLD.ends_at))
  EXECUTE FUNCTION appointments_respect_holds();

CREATE OR REPLACE FUNCTION appointments_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  acting user_role := actor_role();
  -- Those whose acts begin care: a receptionist will be one of them.
  agreeing boolean := coalesce(acting IN ('patient', 'admin'), false);
  moving boolean;
BEGIN
  IF acting = 'patient' THEN
    -- A patient may confirm a time that the practice offered, and an appointment that a doctor added;
    -- else a booking or move stands unanswered only with a doctor who approves automatically.
    IF NEW.status = 'confirmed'
       AND NOT (NEW.event = 'accepted' AND (NEW.starts_at = ANY (OLD.proposed_starts) OR OLD.status = 'confirmed'))
       AND (NEW.event = 'accepted' OR (SELECT approval FROM doctors WHERE id = NEW.doctor_id) <> 'automatic') THEN
      RAISE EXCEPTION 'a patient cannot confirm' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_lifecycle';
    END IF;
    IF NEW.overbooked AND (TG_OP = 'INSERT' OR NOT OLD.overbooked) THEN
      RAISE EXCEPTION 'a patient cannot overbook' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_lifecycle';
    END IF;
  END IF;
  IF cardinality(NEW.proposed_starts) > 0 IS DISTINCT FROM (NEW.event = 'proposed') THEN
    RAISE EXCEPTION 'proposals come with their event and go with the next' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_lifecycle';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.version <> 1 OR (NEW.event, NEW.status) NOT IN (('requested', 'pending'), ('booked', 'confirmed')) THEN
      RAISE EXCEPTION 'an appointment does not begin like this' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_lifecycle';
    END IF;
    NEW.agreed := agreeing;
    RETURN NEW;
  END IF;
  -- Another doctor comes with the event `reassigned` alone, at the same clinic.
  IF (NEW.id, NEW.patient_id, NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.patient_id, OLD.created_at)
     OR (NEW.doctor_id <> OLD.doctor_id) IS DISTINCT FROM (NEW.event = 'reassigned')
     OR (NEW.event = 'reassigned' AND NEW.clinic_id <> OLD.clinic_id)
     OR NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'an appointment keeps its identity and counts its versions' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_identity';
  END IF;
  moving := (NEW.starts_at, NEW.ends_at) IS DISTINCT FROM (OLD.starts_at, OLD.ends_at);
  IF NOT EXISTS (SELECT FROM appointment_transitions t
                 WHERE t.event = NEW.event AND t.from_status = OLD.status AND t.to_status = NEW.status
                   AND t.by_role = acting AND t.moves = moving)
     OR (NEW.overbooked AND NOT OLD.overbooked AND NOT moving)
     OR (NEW.event IN ('accepted', 'approved') AND OLD.status <> 'pending' AND OLD.agreed)
     OR (NEW.status IN ('completed', 'no_show') AND NEW.starts_at > now()) THEN
    RAISE EXCEPTION 'no such transition' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_lifecycle';
  END IF;
  NEW.agreed := OLD.agreed OR (agreeing AND NEW.event IN ('approved', 'accepted', 'rescheduled', 'reassigned', 'completed'));
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION appointments_record_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was appointments := CASE WHEN TG_OP = 'UPDATE' THEN OLD END;
  reassigned boolean := TG_OP = 'UPDATE' AND NEW.doctor_id <> was.doctor_id;
BEGIN
  INSERT INTO appointment_events (appointment_id, version, type, from_status, to_status, from_starts_at, to_starts_at,
    proposed_starts, overbook_reason, reason, from_doctor_id, to_doctor_id, actor_id, actor_role)
  VALUES (NEW.id, NEW.version, NEW.event, was.status, NEW.status, was.starts_at, NEW.starts_at,
    NEW.proposed_starts, NEW.overbook_reason, NEW.status_reason,
    CASE WHEN reassigned THEN was.doctor_id END, CASE WHEN reassigned THEN NEW.doctor_id END, actor_id(), actor_role());
  RETURN NULL;
END
$$;

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

ALTER FUNCTION close_without_outcome(timestamptz, integer) OWNER TO slotwell_definer;
ALTER FUNCTION users_disable_doctors() OWNER TO slotwell_definer;
ALTER FUNCTION appointments_reassigned() OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
GRANT EXECUTE ON FUNCTION close_without_outcome(timestamptz, integer) TO slotwell_app;
