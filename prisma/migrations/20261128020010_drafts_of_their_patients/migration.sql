-- A draft belongs to its author and to one patient, who follows from what the draft is about. Before, the
-- application could name any patient, so an erasure could miss a draft, and drafts had no limit.

ALTER TABLE record_drafts
  ADD COLUMN appointment_id uuid REFERENCES appointments (id) ON DELETE CASCADE,
  ADD COLUMN record_id uuid REFERENCES medical_records (id) ON DELETE CASCADE;
GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── Earlier drafts ──────────────────────────────────────────────────────────────────────────────

-- A draft is shown in the form about its subject, so its text is about the subject's patient.
UPDATE record_drafts d SET appointment_id = a.id, patient_id = a.patient_id
  FROM appointments a WHERE a.id = d.subject_id AND a.doctor_id = d.doctor_id;
UPDATE record_drafts d SET record_id = r.id, patient_id = r.patient_id
  FROM medical_records r WHERE r.id = d.subject_id AND r.doctor_id = d.doctor_id;
UPDATE record_drafts d SET patient_id = p.id FROM patients p WHERE p.id = d.subject_id;
-- What no form shows, and what is about a closed account.
DELETE FROM record_drafts d WHERE (appointment_id IS NULL AND record_id IS NULL AND patient_id <> subject_id)
  OR EXISTS (SELECT FROM patients p WHERE p.id = d.patient_id AND p.closed_at IS NOT NULL)
  OR EXISTS (SELECT FROM doctors o WHERE o.id = d.doctor_id AND o.closed_at IS NOT NULL);

-- ── What a draft is about ───────────────────────────────────────────────────────────────────────

DROP POLICY own ON record_drafts;
ALTER TABLE record_drafts
  DROP CONSTRAINT record_drafts_once,
  DROP COLUMN subject_id,
  DROP CONSTRAINT record_drafts_patient_id_fkey,
  ADD CONSTRAINT record_drafts_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES patients (id) ON DELETE CASCADE;
ALTER TABLE record_drafts
  ADD COLUMN subject_id uuid NOT NULL GENERATED ALWAYS AS (coalesce(appointment_id, record_id, patient_id)) STORED,
  ADD CONSTRAINT record_drafts_once UNIQUE (doctor_id, subject_id),
  ADD CONSTRAINT record_drafts_subject CHECK (appointment_id IS NULL OR record_id IS NULL),
  -- 200,000 characters, encrypted.
  ADD CONSTRAINT record_drafts_length CHECK (length(content) <= 810000);
CREATE INDEX record_drafts_of_appointment ON record_drafts (appointment_id);
CREATE INDEX record_drafts_of_record ON record_drafts (record_id);

-- Derives the patient from the appointment or record, refuses another one, and removes the author's oldest
-- drafts beyond 100. The locks make it wait for an account that is being closed, and for the author's
-- other drafts, so that no draft is overlooked or one too many.
CREATE FUNCTION record_drafts_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_patient uuid := CASE
    WHEN NEW.appointment_id IS NOT NULL THEN
      (SELECT a.patient_id FROM appointments a WHERE a.id = NEW.appointment_id AND a.doctor_id = NEW.doctor_id)
    WHEN NEW.record_id IS NOT NULL THEN
      (SELECT r.patient_id FROM medical_records r WHERE r.id = NEW.record_id AND r.doctor_id = NEW.doctor_id)
    ELSE NEW.patient_id END;
BEGIN
  IF of_patient IS NULL OR NEW.patient_id <> of_patient THEN
    RAISE EXCEPTION 'a draft belongs to the patient that it is about' USING ERRCODE = 'check_violation', CONSTRAINT = 'record_drafts_patient';
  END IF;
  NEW.patient_id := of_patient;
  PERFORM FROM patients WHERE id = of_patient AND closed_at IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'accounts_stay_closed: this account is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_stay_closed';
  END IF;
  PERFORM FROM doctors WHERE id = NEW.doctor_id AND closed_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'accounts_stay_closed: this account is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_stay_closed';
  END IF;
  DELETE FROM record_drafts WHERE id IN (
    SELECT id FROM record_drafts
    WHERE doctor_id = NEW.doctor_id AND subject_id <> coalesce(NEW.appointment_id, NEW.record_id, of_patient)
    ORDER BY updated_at DESC, id DESC OFFSET 99);
  RETURN NEW;
END
$$;
CREATE TRIGGER record_drafts_guard BEFORE INSERT ON record_drafts
  FOR EACH ROW WHEN (current_user <> 'slotwell_import') EXECUTE FUNCTION record_drafts_guard();

-- A draft is no record: nothing asks to keep it once its patient or its author is gone.
CREATE FUNCTION record_drafts_end() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'patients' THEN
    DELETE FROM record_drafts WHERE patient_id = NEW.id;
  ELSE
    DELETE FROM record_drafts WHERE doctor_id = NEW.id;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER patients_end_drafts AFTER UPDATE OF closed_at ON patients
  FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL) EXECUTE FUNCTION record_drafts_end();
CREATE TRIGGER doctors_end_drafts AFTER UPDATE OF closed_at ON doctors
  FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL) EXECUTE FUNCTION record_drafts_end();

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

ALTER FUNCTION record_drafts_guard() OWNER TO slotwell_definer;
ALTER FUNCTION record_drafts_end() OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;

REVOKE INSERT, UPDATE ON record_drafts FROM slotwell_app;
GRANT INSERT (id, doctor_id, appointment_id, record_id, patient_id, content, updated_at),
  UPDATE (content, updated_at) ON record_drafts TO slotwell_app;

CREATE POLICY own ON record_drafts TO slotwell_app USING (doctor_id = (SELECT actor_doctor_id()))
  WITH CHECK (doctor_id = (SELECT actor_doctor_id()) AND (treats(patient_id)
    OR EXISTS (SELECT FROM medical_records r WHERE r.id = record_id AND r.doctor_id = (SELECT actor_doctor_id()))));
