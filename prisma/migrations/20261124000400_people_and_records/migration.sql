-- People and medical records: profiles that only those who treat a patient see, medical history,
-- revisions of records, drafts, attachments, emergency access, and the patient's own access log.

-- A role may have been made by an older installation on this server.
GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── Who is asking ───────────────────────────────────────────────────────────────────────────────

-- The patients on whose behalf a user acts: themselves. A guardian's dependants will be added here
-- and in lib/access/scope.ts, and nowhere else: every policy below asks this.
CREATE FUNCTION actor_patients() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT ARRAY[actor_patient_id()]
$$;

-- ── Patients ────────────────────────────────────────────────────────────────────────────────────

-- A dependant has no user.
ALTER TABLE patients ALTER COLUMN user_id DROP NOT NULL;

-- Apart from the name, which everybody needs who is asked for a visit.
CREATE TABLE patient_profiles (
  patient_id                 uuid PRIMARY KEY REFERENCES patients (id),
  phone                      text,
  address                    text,
  preferred_language         text,
  emergency_contact_name     text,
  emergency_contact_phone    text,
  emergency_contact_relation text,
  insurance_provider         text,
  insurance_number           text,
  updated_at                 timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT patient_profiles_lengths CHECK (
    length(phone) <= 40 AND length(address) <= 500 AND length(emergency_contact_name) <= 200
    AND length(emergency_contact_phone) <= 40 AND length(emergency_contact_relation) <= 100
    AND length(insurance_provider) <= 200),
  CONSTRAINT patient_profiles_language_form CHECK (preferred_language ~ '^[a-z]{2,3}(-[A-Za-z]{2,4})?$')
);
INSERT INTO patient_profiles (patient_id, phone, address, insurance_provider, insurance_number)
  SELECT id, left(phone, 40), left(address, 500), left(insurance_provider, 200), insurance_number FROM patients;
-- NOT VALID: these numbers are in plain text until the step after the migrations.
ALTER TABLE patient_profiles ADD CONSTRAINT patient_profiles_encrypted CHECK (is_encrypted(insurance_number)) NOT VALID;
ALTER TABLE patients DROP COLUMN phone, DROP COLUMN address, DROP COLUMN insurance_provider, DROP COLUMN insurance_number;

CREATE OR REPLACE FUNCTION register_patient(new_user uuid, new_patient uuid, new_email text, new_name text, new_hash text)
  RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  registered uuid;
BEGIN
  INSERT INTO users (id, email, name, role, password_hash) VALUES (new_user, new_email, new_name, 'patient', new_hash)
    ON CONFLICT (email) DO NOTHING RETURNING id INTO registered;
  IF registered IS NOT NULL THEN
    INSERT INTO patients (id, user_id, full_name) VALUES (new_patient, new_user, new_name);
    INSERT INTO patient_profiles (patient_id) VALUES (new_patient);
  END IF;
  RETURN registered;
END
$$;

CREATE TYPE history_kind AS ENUM ('condition', 'allergy', 'medication', 'surgery', 'family', 'immunization');
CREATE TYPE history_source AS ENUM ('patient', 'practitioner', 'document');

CREATE TABLE history_entries (
  id          uuid PRIMARY KEY DEFAULT uuid_v7(),
  patient_id  uuid NOT NULL REFERENCES patients (id),
  kind        history_kind NOT NULL,
  name        text NOT NULL,
  note        text,
  -- As exactly as it is known: a year, a month or a day (FHIR dateTime).
  since       text,
  until       text,
  source      history_source NOT NULL,
  recorded_by uuid NOT NULL REFERENCES users (id),
  version     integer NOT NULL DEFAULT 1,
  -- Taken out by whoever put it in; kept, because somebody may have acted on it.
  removed_at  timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT history_entries_dates CHECK (
    since ~ '^\d{4}(-\d{2}(-\d{2})?)?$' AND until ~ '^\d{4}(-\d{2}(-\d{2})?)?$'),
  CONSTRAINT history_entries_version_positive CHECK (version >= 1),
  CONSTRAINT history_entries_encrypted CHECK (is_encrypted(name) AND is_encrypted(note))
);
CREATE INDEX history_entries_of_patient ON history_entries (patient_id, kind, created_at);

-- ── Emergency access ────────────────────────────────────────────────────────────────────────────

-- A doctor who does not treat the patient opens the records with a reason, for an hour. How long is
-- the database's business: nobody grants themselves more.
CREATE TABLE emergency_accesses (
  id         uuid PRIMARY KEY DEFAULT uuid_v7(),
  patient_id uuid NOT NULL REFERENCES patients (id),
  doctor_id  uuid NOT NULL REFERENCES doctors (id),
  reason     text NOT NULL,
  granted_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT emergency_accesses_window CHECK (expires_at = granted_at + interval '60 minutes'),
  CONSTRAINT emergency_accesses_encrypted CHECK (is_encrypted(reason))
);
CREATE INDEX emergency_accesses_of_patient ON emergency_accesses (patient_id, doctor_id, expires_at DESC);
CREATE INDEX emergency_accesses_of_doctor ON emergency_accesses (doctor_id, expires_at DESC);

CREATE FUNCTION emergency_accesses_hour() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.granted_at := now();
  NEW.expires_at := now() + interval '60 minutes';
  RETURN NEW;
END
$$;
CREATE TRIGGER emergency_accesses_hour BEFORE INSERT ON emergency_accesses
  FOR EACH ROW WHEN (current_user <> 'slotwell_import') EXECUTE FUNCTION emergency_accesses_hour();

-- Who lies there unconscious is found by exact name and date of birth, never by browsing. Namesakes are
-- told apart by what stands on their cards.
CREATE FUNCTION emergency_patients(named text, born date) RETURNS TABLE (id uuid, insurer text, phone_end text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, f.insurance_provider, right(regexp_replace(f.phone, '\D', '', 'g'), 2)
  FROM patients p LEFT JOIN patient_profiles f ON f.patient_id = p.id
  WHERE (SELECT actor_doctor_id()) IS NOT NULL AND p.date_of_birth = born
    AND lower(regexp_replace(normalize(trim(p.full_name), NFD), U&'[\0300-\036F]', '', 'g'))
      = lower(regexp_replace(normalize(trim(named), NFD), U&'[\0300-\036F]', '', 'g'))
  ORDER BY p.created_at, p.id LIMIT 20
$$;

-- How often the actor asked for nobody in the last hour: whoever guesses is stopped.
CREATE FUNCTION emergency_misses() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*)::int FROM audit_events e
  WHERE e.actor_id = actor_id() AND e.action = 'emergency.missed' AND e.at > now() - interval '1 hour'
$$;
CREATE INDEX patients_by_birth ON patients (date_of_birth);

-- ── Medical records ─────────────────────────────────────────────────────────────────────────────

ALTER TABLE medical_records
  ADD COLUMN diagnosis_code text,
  -- JSON lists, encrypted as a whole.
  ADD COLUMN prescriptions text,
  ADD COLUMN lab_results text,
  DROP CONSTRAINT medical_records_encrypted,
  ADD CONSTRAINT medical_records_encrypted CHECK (
    is_encrypted(diagnosis) AND is_encrypted(diagnosis_code) AND is_encrypted(treatment) AND is_encrypted(notes)
    AND is_encrypted(prescriptions) AND is_encrypted(lab_results) AND is_encrypted(retraction_reason)) NOT VALID;

-- Every version of a record, written here so that no path can forget one.
CREATE TABLE medical_record_revisions (
  id                uuid PRIMARY KEY DEFAULT uuid_v7(),
  record_id         uuid NOT NULL REFERENCES medical_records (id),
  version           integer NOT NULL,
  diagnosis         text NOT NULL,
  diagnosis_code    text,
  treatment         text NOT NULL,
  notes             text,
  prescriptions     text,
  lab_results       text,
  retraction_reason text,
  author_id         uuid REFERENCES users (id),
  at                timestamptz NOT NULL,
  CONSTRAINT medical_record_revisions_once UNIQUE (record_id, version)
);
INSERT INTO medical_record_revisions (record_id, version, diagnosis, treatment, notes, retraction_reason, author_id, at)
  SELECT r.id, r.version, r.diagnosis, r.treatment, r.notes, r.retraction_reason, d.user_id, r.updated_at
  FROM medical_records r JOIN doctors d ON d.id = r.doctor_id;
ALTER TABLE medical_record_revisions ADD CONSTRAINT medical_record_revisions_encrypted CHECK (
    is_encrypted(diagnosis) AND is_encrypted(diagnosis_code) AND is_encrypted(treatment) AND is_encrypted(notes)
    AND is_encrypted(prescriptions) AND is_encrypted(lab_results) AND is_encrypted(retraction_reason)) NOT VALID;

-- The author writes, and writes anew; an admin may say that it was entered in error, and why. What is
-- retracted stays as it is.
CREATE FUNCTION medical_records_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  reworded boolean;
BEGIN
  IF NEW.appointment_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM appointments a WHERE a.id = NEW.appointment_id AND a.patient_id = NEW.patient_id AND a.doctor_id = NEW.doctor_id) THEN
    RAISE EXCEPTION 'a record belongs to a visit of its patient with its author' USING ERRCODE = 'check_violation', CONSTRAINT = 'medical_records_visit';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.version <> 1 OR NEW.retracted_at IS NOT NULL THEN
      RAISE EXCEPTION 'a record does not begin like this' USING ERRCODE = 'check_violation', CONSTRAINT = 'medical_records_history';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.patient_id, NEW.doctor_id, NEW.appointment_id, NEW.created_at)
       IS DISTINCT FROM (OLD.id, OLD.patient_id, OLD.doctor_id, OLD.appointment_id, OLD.created_at)
     OR NEW.version <> OLD.version + 1 OR OLD.retracted_at IS NOT NULL THEN
    RAISE EXCEPTION 'a record keeps its identity and every version' USING ERRCODE = 'check_violation', CONSTRAINT = 'medical_records_history';
  END IF;
  reworded := (NEW.diagnosis, NEW.diagnosis_code, NEW.treatment, NEW.notes, NEW.prescriptions, NEW.lab_results)
    IS DISTINCT FROM (OLD.diagnosis, OLD.diagnosis_code, OLD.treatment, OLD.notes, OLD.prescriptions, OLD.lab_results);
  IF (reworded AND NEW.retracted_at IS NOT NULL)
     OR (actor_doctor_id() IS DISTINCT FROM OLD.doctor_id AND (reworded OR NEW.retracted_at IS NULL)) THEN
    RAISE EXCEPTION 'the author alone changes a record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER medical_records_guard BEFORE INSERT OR UPDATE ON medical_records
  FOR EACH ROW WHEN (current_user <> 'slotwell_import') EXECUTE FUNCTION medical_records_guard();

CREATE FUNCTION medical_records_keep_revision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO medical_record_revisions (record_id, version, diagnosis, diagnosis_code, treatment, notes, prescriptions, lab_results,
    retraction_reason, author_id, at)
  VALUES (NEW.id, NEW.version, NEW.diagnosis, NEW.diagnosis_code, NEW.treatment, NEW.notes, NEW.prescriptions, NEW.lab_results,
    NEW.retraction_reason, coalesce(actor_id(), (SELECT user_id FROM doctors WHERE id = NEW.doctor_id)), NEW.updated_at);
  RETURN NULL;
END
$$;
CREATE TRIGGER medical_records_begin_revisions AFTER INSERT ON medical_records
  FOR EACH ROW EXECUTE FUNCTION medical_records_keep_revision();
CREATE TRIGGER medical_records_keep_revision AFTER UPDATE ON medical_records
  FOR EACH ROW WHEN (OLD.version <> NEW.version) EXECUTE FUNCTION medical_records_keep_revision();

-- What a doctor has begun to write: about a visit, an existing record, or a patient (`subject_id`).
CREATE TABLE record_drafts (
  id         uuid PRIMARY KEY DEFAULT uuid_v7(),
  doctor_id  uuid NOT NULL REFERENCES doctors (id),
  subject_id uuid NOT NULL,
  patient_id uuid NOT NULL REFERENCES patients (id),
  content    text NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT record_drafts_once UNIQUE (doctor_id, subject_id),
  CONSTRAINT record_drafts_encrypted CHECK (is_encrypted(content))
);
CREATE INDEX record_drafts_of_patient ON record_drafts (patient_id);

CREATE TABLE attachments (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  record_id  uuid NOT NULL REFERENCES medical_records (id),
  patient_id uuid NOT NULL REFERENCES patients (id),
  name       text NOT NULL,
  media_type text NOT NULL,
  size       integer NOT NULL,
  chunks     integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Taken out by the author; no longer delivered.
  removed_at timestamptz,
  CONSTRAINT attachments_media_type CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
  CONSTRAINT attachments_size CHECK (size BETWEEN 1 AND 10485760),
  CONSTRAINT attachments_chunks CHECK (chunks BETWEEN 1 AND 200),
  CONSTRAINT attachments_encrypted CHECK (is_encrypted(name))
);
CREATE INDEX attachments_of_record ON attachments (record_id);
CREATE INDEX attachments_of_patient ON attachments (patient_id);

CREATE TABLE attachment_chunks (
  id            uuid PRIMARY KEY DEFAULT uuid_v7(),
  attachment_id uuid NOT NULL REFERENCES attachments (id),
  number        integer NOT NULL,
  of_chunks     integer NOT NULL,
  content       text NOT NULL,
  CONSTRAINT attachment_chunks_once UNIQUE (attachment_id, number),
  CONSTRAINT attachment_chunks_number CHECK (number BETWEEN 1 AND of_chunks),
  CONSTRAINT attachment_chunks_encrypted CHECK (content ~ '^enc:[A-Za-z0-9_-]{1,32}:')
);
-- Encrypted bytes do not get smaller.
ALTER TABLE attachment_chunks ALTER COLUMN content SET STORAGE EXTERNAL;

-- ── The access log of a patient ─────────────────────────────────────────────────────────────────

-- What others did with a patient's data, the latest first, for the patient and for admins. The trail
-- itself stays out of the application's reach.
CREATE FUNCTION access_log(of_patient uuid, before_seq bigint, at_most integer)
  RETURNS TABLE (seq bigint, at timestamptz, actor_id uuid, actor_name text, actor_role user_role, action text,
    entity text, entity_id uuid, detail jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.seq, e.at, e.actor_id, coalesce(d.full_name, u.name), e.actor_role, e.action, e.entity, e.entity_id, e.detail
  FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id LEFT JOIN doctors d ON d.user_id = e.actor_id
  WHERE e.patient_id = of_patient AND e.actor_id IS NOT NULL
    AND e.actor_id IS DISTINCT FROM (SELECT p.user_id FROM patients p WHERE p.id = of_patient)
    AND (before_seq IS NULL OR e.seq < before_seq)
    AND (of_patient = ANY ((SELECT actor_patients())::uuid[]) OR (SELECT actor_role()) = 'admin')
  ORDER BY e.seq DESC LIMIT least(at_most, 201)
$$;

-- The names of those who wrote, for whoever may read what they wrote: also of those who have left
-- the directory. Asked for by account or by profile.
CREATE FUNCTION names_of_staff(of_whom uuid[]) RETURNS TABLE (user_id uuid, doctor_id uuid, name text, specialization text, role user_role)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.id, d.id, coalesce(d.full_name, u.name), d.specialization, u.role FROM users u LEFT JOIN doctors d ON d.user_id = u.id
  WHERE (u.id = ANY (of_whom) OR d.id = ANY (of_whom)) AND u.role <> 'patient' AND (SELECT actor_role()) IS NOT NULL
$$;

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

GRANT SELECT, INSERT, UPDATE ON patient_profiles TO slotwell_app;
GRANT SELECT, INSERT ON history_entries, emergency_accesses TO slotwell_app;
GRANT UPDATE (kind, name, note, since, until, version, removed_at, updated_at) ON history_entries TO slotwell_app;
GRANT SELECT ON medical_record_revisions TO slotwell_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON record_drafts TO slotwell_app;
GRANT SELECT, INSERT ON attachments, attachment_chunks TO slotwell_app;
GRANT UPDATE (removed_at) ON attachments TO slotwell_app;
GRANT SELECT, INSERT ON patient_profiles, medical_record_revisions TO slotwell_definer;
GRANT SELECT, INSERT ON patient_profiles, history_entries, emergency_accesses, record_drafts, attachments, attachment_chunks TO slotwell_import;
GRANT SELECT ON medical_record_revisions TO slotwell_import;
GRANT UPDATE (insurance_number) ON patient_profiles TO slotwell_import;
GRANT UPDATE (name, note) ON history_entries TO slotwell_import;
GRANT UPDATE (reason) ON emergency_accesses TO slotwell_import;
GRANT UPDATE (content) ON record_drafts, attachment_chunks TO slotwell_import;
GRANT UPDATE (name) ON attachments TO slotwell_import;
GRANT UPDATE (diagnosis_code, prescriptions, lab_results) ON medical_records TO slotwell_import;
GRANT UPDATE (diagnosis, diagnosis_code, treatment, notes, prescriptions, lab_results, retraction_reason) ON medical_record_revisions TO slotwell_import;

DO $$
DECLARE
  walled text;
  handed text;
  -- Those who treat a patient have agreed on a visit with them, or had it.
  treats CONSTANT text := $q$EXISTS (SELECT FROM appointments a WHERE a.patient_id = %1$I.patient_id
    AND a.doctor_id = (SELECT actor_doctor_id()) AND a.status IN ('confirmed', 'completed'))$q$;
  in_emergency CONSTANT text := $q$EXISTS (SELECT FROM emergency_accesses e WHERE e.patient_id = %1$I.patient_id
    AND e.doctor_id = (SELECT actor_doctor_id()) AND e.expires_at > now())$q$;
  own CONSTANT text := '%1$I.patient_id = ANY ((SELECT actor_patients())::uuid[])';
  admin CONSTANT text := $q$(SELECT actor_role()) = 'admin'$q$;
BEGIN
  FOREACH walled IN ARRAY ARRAY['patient_profiles', 'history_entries', 'emergency_accesses', 'medical_record_revisions',
                                'record_drafts', 'attachments', 'attachment_chunks'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY definer ON %I TO slotwell_definer, slotwell_import USING (true) WITH CHECK (true)', walled);
  END LOOP;
  FOREACH handed IN ARRAY ARRAY['actor_patients()', 'emergency_patients(text, date)', 'emergency_misses()', 'medical_records_keep_revision()',
    'access_log(uuid, bigint, integer)', 'names_of_staff(uuid[])'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO slotwell_definer', handed);
  END LOOP;

  FOREACH walled IN ARRAY ARRAY['patient_profiles', 'history_entries'] LOOP
    EXECUTE format('CREATE POLICY read ON %1$I FOR SELECT TO slotwell_app USING ('
      || own || ' OR ' || admin || ' OR ' || treats || ' OR ' || in_emergency || ')', walled);
  END LOOP;
  EXECUTE format('CREATE POLICY add ON %1$I FOR INSERT TO slotwell_app WITH CHECK (' || own || ' OR ' || admin || ')', 'patient_profiles');
  EXECUTE format('CREATE POLICY change ON %1$I FOR UPDATE TO slotwell_app USING (' || own || ' OR ' || admin || ')', 'patient_profiles');
  -- Each in their own name; the patient as a patient.
  EXECUTE format('CREATE POLICY add ON %1$I FOR INSERT TO slotwell_app WITH CHECK (recorded_by = (SELECT actor_id()) AND ('
    || own || $q$ AND source = 'patient' OR $q$ || treats || '))', 'history_entries');
  EXECUTE format('CREATE POLICY change ON %1$I FOR UPDATE TO slotwell_app USING (recorded_by = (SELECT actor_id()) AND ' || own || ')', 'history_entries');

  DROP POLICY read ON medical_records;
  EXECUTE format('CREATE POLICY read ON %1$I FOR SELECT TO slotwell_app USING ('
    || own || ' OR doctor_id = (SELECT actor_doctor_id()) OR ' || admin || ' OR ' || treats || ' OR ' || in_emergency || ')', 'medical_records');
  DROP POLICY change ON medical_records;
  EXECUTE format('CREATE POLICY change ON %1$I FOR UPDATE TO slotwell_app USING (doctor_id = (SELECT actor_doctor_id()) OR ' || admin || ')', 'medical_records');
  EXECUTE format('CREATE POLICY own ON %1$I TO slotwell_app USING (doctor_id = (SELECT actor_doctor_id()))
    WITH CHECK (doctor_id = (SELECT actor_doctor_id()) AND (' || treats
    || ' OR EXISTS (SELECT FROM medical_records r WHERE r.id = subject_id AND r.doctor_id = (SELECT actor_doctor_id()))))', 'record_drafts');
END
$$;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;

GRANT EXECUTE ON FUNCTION actor_patients() TO slotwell_app;
GRANT EXECUTE ON FUNCTION emergency_patients(text, date), emergency_misses(), access_log(uuid, bigint, integer), names_of_staff(uuid[]) TO slotwell_app;

CREATE POLICY read ON emergency_accesses FOR SELECT TO slotwell_app
  USING (doctor_id = (SELECT actor_doctor_id()) OR patient_id = ANY ((SELECT actor_patients())::uuid[]) OR (SELECT actor_role()) = 'admin');
CREATE POLICY add ON emergency_accesses FOR INSERT TO slotwell_app
  WITH CHECK (doctor_id = (SELECT actor_doctor_id()));

-- In an emergency the name is seen as well.
DROP POLICY read ON patients;
CREATE POLICY read ON patients FOR SELECT TO slotwell_app
  USING (id = ANY ((SELECT actor_patients())::uuid[]) OR (SELECT actor_role()) = 'admin'
         OR EXISTS (SELECT FROM appointments a WHERE a.patient_id = patients.id AND a.doctor_id = (SELECT actor_doctor_id()))
         OR EXISTS (SELECT FROM emergency_accesses e WHERE e.patient_id = patients.id
                    AND e.doctor_id = (SELECT actor_doctor_id()) AND e.expires_at > now()));
DROP POLICY change ON patients;
CREATE POLICY change ON patients FOR UPDATE TO slotwell_app
  USING (id = ANY ((SELECT actor_patients())::uuid[]) OR (SELECT actor_role()) = 'admin');

-- Whoever reads a record reads what hangs on it.
CREATE POLICY read ON medical_record_revisions FOR SELECT TO slotwell_app
  USING (EXISTS (SELECT FROM medical_records r WHERE r.id = record_id));
CREATE POLICY read ON attachments FOR SELECT TO slotwell_app
  USING (EXISTS (SELECT FROM medical_records r WHERE r.id = record_id));
CREATE POLICY add ON attachments FOR INSERT TO slotwell_app
  WITH CHECK (EXISTS (SELECT FROM medical_records r WHERE r.id = record_id AND r.patient_id = attachments.patient_id
                      AND r.doctor_id = (SELECT actor_doctor_id()) AND r.retracted_at IS NULL));
CREATE POLICY change ON attachments FOR UPDATE TO slotwell_app
  USING (EXISTS (SELECT FROM medical_records r WHERE r.id = record_id AND r.doctor_id = (SELECT actor_doctor_id())));
CREATE POLICY read ON attachment_chunks FOR SELECT TO slotwell_app
  USING (EXISTS (SELECT FROM attachments f WHERE f.id = attachment_id AND f.removed_at IS NULL));
CREATE POLICY add ON attachment_chunks FOR INSERT TO slotwell_app
  WITH CHECK (EXISTS (SELECT FROM attachments f JOIN medical_records r ON r.id = f.record_id
                      WHERE f.id = attachment_id AND r.doctor_id = (SELECT actor_doctor_id())));

DO $$
DECLARE
  audited text;
BEGIN
  FOREACH audited IN ARRAY ARRAY['patient_profiles', 'history_entries', 'emergency_accesses', 'attachments'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (current_user <> ''slotwell_import'')
      EXECUTE FUNCTION audit_change()', audited || '_audited', audited);
  END LOOP;
END
$$;
