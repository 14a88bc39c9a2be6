-- Doctors apply, an admin verifies them, and doctors keep their profile and photo themselves
-- (docs/decisions/053-doctors-apply.md).

-- A role may have been made by an older installation on this server.
GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── Applications ────────────────────────────────────────────────────────────────────────────────

ALTER TABLE doctors
  ADD COLUMN license_number text,
  ADD COLUMN declined_at timestamptz,
  ADD COLUMN decline_reason text,
  -- Counts the changes of the profile and the decisions about it, so that nobody overwrites or
  -- decides about what they have not seen.
  ADD COLUMN profile_version integer NOT NULL DEFAULT 1,
  ADD CONSTRAINT doctors_license_form CHECK (length(trim(license_number)) BETWEEN 1 AND 100),
  ADD CONSTRAINT doctors_biography_length CHECK (length(biography) <= 2000),
  ADD CONSTRAINT doctors_declined_why CHECK (
    (declined_at IS NULL) = (decline_reason IS NULL) AND length(trim(decline_reason)) BETWEEN 1 AND 1000),
  ADD CONSTRAINT doctors_one_decision CHECK (verified_at IS NULL OR declined_at IS NULL),
  ADD CONSTRAINT doctors_profile_version_positive CHECK (profile_version >= 1);
CREATE INDEX doctors_unverified ON doctors (created_at, id) WHERE verified_at IS NULL;

-- Identity's second door to a clinical table, beside register_patient: whoever applies gets a user
-- and a profile that nobody has verified. Returns null, and changes nothing, when the address is in use.
CREATE FUNCTION register_doctor(new_user uuid, new_doctor uuid, new_email text, new_name text, new_hash text,
  at_clinic uuid, new_specialization text, new_languages text[], new_biography text, new_license text)
  RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  registered uuid;
BEGIN
  INSERT INTO users (id, email, name, role, password_hash) VALUES (new_user, new_email, new_name, 'doctor', new_hash)
    ON CONFLICT (email) DO NOTHING RETURNING id INTO registered;
  IF registered IS NOT NULL THEN
    INSERT INTO doctors (id, user_id, clinic_id, full_name, specialization, languages, biography, license_number)
    VALUES (new_doctor, new_user, at_clinic, new_name, new_specialization, new_languages, new_biography, new_license);
  END IF;
  RETURN registered;
END
$$;

-- ── Who is asking ───────────────────────────────────────────────────────────────────────────────

-- An applicant is nobody yet: every policy and every session asks these two for the practitioner.
CREATE OR REPLACE FUNCTION actor_doctor_id() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.id FROM doctors d JOIN users u ON u.id = d.user_id
  WHERE d.user_id = actor_id() AND u.disabled_at IS NULL AND u.role = 'doctor' AND d.verified_at IS NOT NULL
$$;
CREATE OR REPLACE FUNCTION profiles_of(of_user uuid, OUT patient_id uuid, OUT doctor_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (SELECT id FROM patients WHERE user_id = of_user),
    (SELECT id FROM doctors WHERE user_id = of_user AND verified_at IS NOT NULL)
$$;

-- ── Who decides about what ──────────────────────────────────────────────────────────────────────

-- What an admin alone decides about a doctor besides the verification itself. As with that one, who is
-- beyond row level security has no actor and is not asked.
CREATE FUNCTION doctors_office_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF actor_role() <> 'admin' THEN
    RAISE EXCEPTION 'only an administrator decides about this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER doctors_office_guard BEFORE UPDATE ON doctors
  FOR EACH ROW WHEN ((NEW.clinic_id, NEW.declined_at, NEW.decline_reason) IS DISTINCT FROM (OLD.clinic_id, OLD.declined_at, OLD.decline_reason))
  EXECUTE FUNCTION doctors_office_guard();

-- One person, one name: what the account is called follows the profile.
CREATE FUNCTION doctors_name_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE users SET name = NEW.full_name, updated_at = now() WHERE id = NEW.user_id AND name <> NEW.full_name;
  RETURN NULL;
END
$$;
CREATE TRIGGER doctors_name_follows AFTER UPDATE OF full_name ON doctors
  FOR EACH ROW WHEN (OLD.full_name <> NEW.full_name) EXECUTE FUNCTION doctors_name_follows();

-- ── Photos ──────────────────────────────────────────────────────────────────────────────────────

-- Drawn anew by the application, never as it was uploaded: a WebP file begins RIFF....WEBP.
CREATE TABLE doctor_photos (
  doctor_id  uuid PRIMARY KEY REFERENCES doctors (id),
  content    bytea NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT doctor_photos_size CHECK (octet_length(content) <= 524288),
  CONSTRAINT doctor_photos_webp CHECK (substr(content, 1, 4) = 'RIFF'::bytea AND substr(content, 9, 4) = 'WEBP'::bytea)
);

-- As audit_change(), which would take the whole picture apart and find no id in it.
CREATE FUNCTION audit_photo() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM audit_append((NULL, NULL, actor_id(), actor_role(), 'doctor_photos.' || lower(TG_OP), 'doctors',
    CASE WHEN TG_OP = 'DELETE' THEN OLD.doctor_id ELSE NEW.doctor_id END, NULL, '{}', NULL)::audit_events);
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER doctor_photos_audited AFTER INSERT OR UPDATE OR DELETE ON doctor_photos
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (current_user <> 'slotwell_import') EXECUTE FUNCTION audit_photo();

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

GRANT INSERT (id, user_id, clinic_id, full_name, specialization, languages, biography, license_number) ON doctors TO slotwell_definer;
GRANT UPDATE (name, updated_at) ON users TO slotwell_definer;
GRANT UPDATE (clinic_id, declined_at, decline_reason, profile_version) ON doctors TO slotwell_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON doctor_photos TO slotwell_app;

ALTER TABLE doctor_photos ENABLE ROW LEVEL SECURITY;
ALTER TABLE doctor_photos FORCE ROW LEVEL SECURITY;
CREATE POLICY definer ON doctor_photos TO slotwell_definer, slotwell_import USING (true) WITH CHECK (true);

ALTER FUNCTION register_doctor(uuid, uuid, text, text, text, uuid, text, text[], text, text) OWNER TO slotwell_definer;
ALTER FUNCTION doctors_name_follows() OWNER TO slotwell_definer;
ALTER FUNCTION audit_photo() OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;

GRANT EXECUTE ON FUNCTION register_doctor(uuid, uuid, text, text, text, uuid, text, text[], text, text) TO slotwell_identity;

-- Besides the verified: one's own application, and the doctors of one's own visits, whose verification
-- may have been taken back since.
DROP POLICY read ON doctors;
CREATE POLICY read ON doctors FOR SELECT TO slotwell_app
  USING (verified_at IS NOT NULL OR (SELECT actor_role()) = 'admin'
         OR (user_id = (SELECT actor_id()) AND (SELECT actor_role()) = 'doctor')
         OR EXISTS (SELECT FROM appointments a WHERE a.doctor_id = doctors.id));

-- Whoever sees the doctor sees the photo.
CREATE POLICY read ON doctor_photos FOR SELECT TO slotwell_app
  USING (EXISTS (SELECT FROM doctors d WHERE d.id = doctor_photos.doctor_id));
CREATE POLICY add ON doctor_photos FOR INSERT TO slotwell_app
  WITH CHECK (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY change ON doctor_photos FOR UPDATE TO slotwell_app
  USING (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY remove ON doctor_photos FOR DELETE TO slotwell_app
  USING (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
