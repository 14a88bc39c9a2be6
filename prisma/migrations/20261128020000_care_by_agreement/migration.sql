-- Care begins with an act of the patient or of an administrator. Before, a doctor could begin it alone: by
-- adding a confirmed appointment with any patient (docs/decisions/064-who-treats-a-patient.md).

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── Appointments ────────────────────────────────────────────────────────────────────────────────

-- Whether the patient or an administrator made or confirmed the appointment. The guard below writes it from
-- actor_role(); the application has no right to.
ALTER TABLE appointments ADD COLUMN agreed boolean NOT NULL DEFAULT true;
ALTER TABLE appointments ALTER COLUMN agreed SET DEFAULT false;

-- The events tell who made earlier appointments. One whose first event is missing, or names no user,
-- counts as agreed, so that no doctor loses a patient by an upgrade.
GRANT UPDATE (agreed) ON appointments TO slotwell_import;
SET LOCAL ROLE slotwell_import;
UPDATE appointments a SET agreed = false
WHERE EXISTS (SELECT FROM appointment_events e
              WHERE e.appointment_id = a.id AND e.version = 1 AND e.actor_role = 'doctor')
  AND NOT EXISTS (SELECT FROM appointment_events e
                  WHERE e.appointment_id = a.id AND e.actor_role IN ('patient', 'admin')
                    AND e.type IN ('approved', 'accepted', 'rescheduled', 'completed'));
RESET ROLE;
REVOKE UPDATE (agreed) ON appointments FROM slotwell_import;

-- Every column but `agreed`.
REVOKE INSERT, UPDATE ON appointments FROM slotwell_app;
GRANT INSERT (id, patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, version, event,
    proposed_starts, reason, status_reason, expires_at, overbooked, overbook_reason, erased_at, created_at, updated_at),
  UPDATE (id, patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, version, event,
    proposed_starts, reason, status_reason, expires_at, overbooked, overbook_reason, erased_at, created_at, updated_at)
  ON appointments TO slotwell_app;

-- What a doctor added is confirmed by the patient ('accepted') or an administrator ('approved').
INSERT INTO appointment_transitions VALUES
  ('accepted', 'confirmed', 'confirmed', 'patient', false), ('accepted', 'completed', 'completed', 'patient', false),
  ('approved', 'confirmed', 'confirmed', 'admin', false), ('approved', 'completed', 'completed', 'admin', false);

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
  IF (NEW.id, NEW.patient_id, NEW.doctor_id, NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.patient_id, OLD.doctor_id, OLD.created_at)
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
  NEW.agreed := OLD.agreed OR (agreeing AND NEW.event IN ('approved', 'accepted', 'rescheduled', 'completed'));
  RETURN NEW;
END
$$;

-- ── Who treats a patient ────────────────────────────────────────────────────────────────────────

CREATE INDEX appointments_in_care ON appointments (patient_id, doctor_id)
  WHERE agreed AND status IN ('confirmed', 'completed');

-- Returns whether the acting doctor treats a patient. The only definition: policies and
-- lib/access/scope.ts call it. Policies ask for each row, so it looks the doctor up as actor_doctor_id()
-- does, but in one statement whose plan the session keeps: half the time of a call inside a call.
CREATE FUNCTION treats(of_patient uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM users u JOIN doctors d ON d.user_id = u.id JOIN appointments a ON a.doctor_id = d.id
    WHERE u.id = nullif(current_setting('app.user_id', true), '')::uuid AND u.role = 'doctor' AND u.disabled_at IS NULL
      AND a.patient_id = of_patient AND a.agreed AND a.status IN ('confirmed', 'completed'));
END
$$;
ALTER FUNCTION treats(uuid) OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
GRANT EXECUTE ON FUNCTION treats(uuid) TO slotwell_app;

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

-- A doctor adds appointments for patients they treat already: also a name is seen with an appointment.
DROP POLICY add ON appointments;
CREATE POLICY add ON appointments FOR INSERT TO slotwell_app
  WITH CHECK (patient_id = (SELECT actor_patient_id()) OR (SELECT actor_role()) = 'admin'
              OR (doctor_id = (SELECT actor_doctor_id()) AND treats(patient_id)));

DO $$
DECLARE
  walled text;
  in_emergency CONSTANT text := $q$EXISTS (SELECT FROM emergency_accesses e WHERE e.patient_id = %1$I.patient_id
    AND e.doctor_id = (SELECT actor_doctor_id()) AND e.expires_at > now())$q$;
  own CONSTANT text := '%1$I.patient_id = ANY ((SELECT actor_patients())::uuid[])';
  admin CONSTANT text := $q$(SELECT actor_role()) = 'admin'$q$;
BEGIN
  FOREACH walled IN ARRAY ARRAY['patient_profiles', 'history_entries'] LOOP
    EXECUTE format('ALTER POLICY read ON %1$I USING ('
      || own || ' OR ' || admin || ' OR treats(patient_id) OR ' || in_emergency || ')', walled);
  END LOOP;
  EXECUTE format('ALTER POLICY add ON %1$I WITH CHECK (recorded_by = (SELECT actor_id()) AND ('
    || own || $q$ AND source = 'patient' OR treats(patient_id)))$q$, 'history_entries');
  EXECUTE format('ALTER POLICY read ON %1$I USING (' || own || ' OR doctor_id = (SELECT actor_doctor_id()) OR '
    || admin || ' OR treats(patient_id) OR ' || in_emergency || ')', 'medical_records');
END
$$;
ALTER POLICY add ON medical_records
  WITH CHECK (doctor_id = (SELECT actor_doctor_id()) AND treats(patient_id));
