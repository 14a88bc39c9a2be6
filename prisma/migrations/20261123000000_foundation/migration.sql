-- Slotwell's foundation: roles, people, practitioners' schedules, appointments, records, audit.
-- Three groups reach this database and none of them owns anything:
--   slotwell_app       clinical tables, under row level security
--   slotwell_identity  users, credentials and sessions; no clinical table
--   slotwell_auditor   reads the audit trail
-- Nobody logs in to the other two: slotwell_definer owns the few SECURITY DEFINER functions, and
-- slotwell_import is whom the owner becomes to bring in data that is history already (the demo).

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- ── Roles ───────────────────────────────────────────────────────────────────────────────────────

-- Roles belong to the whole server, so a second database on it finds them there already. The lock
-- is for two databases being set up at once.
SELECT pg_advisory_xact_lock(7300001);

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['slotwell_app', 'slotwell_identity', 'slotwell_auditor', 'slotwell_definer', 'slotwell_import'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
  END LOOP;
  -- A login that is a member of the gate may SET ROLE slotwell_identity but inherits nothing of it.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'slotwell_identity_gate') THEN
    BEGIN
      CREATE ROLE slotwell_identity_gate NOLOGIN NOINHERIT;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  GRANT slotwell_identity TO slotwell_identity_gate;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT slotwell_definer, slotwell_import TO %I', current_user);
  END IF;
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO slotwell_app, slotwell_identity, slotwell_auditor, slotwell_import;
GRANT USAGE, CREATE ON SCHEMA public TO slotwell_definer;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- ── Keys ────────────────────────────────────────────────────────────────────────────────────────

-- RFC 9562 version 7, for rows that the database itself writes: 48 bits of milliseconds, then random.
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
          || '7' || right(replace(gen_random_uuid()::text, '-', ''), 19))::uuid
$$;

-- ── People ──────────────────────────────────────────────────────────────────────────────────────

CREATE TYPE user_role AS ENUM ('patient', 'doctor', 'admin');
CREATE TYPE gender AS ENUM ('female', 'male', 'other', 'unknown');
CREATE TYPE approval_mode AS ENUM ('manual', 'automatic');

CREATE TABLE users (
  id            uuid PRIMARY KEY DEFAULT uuid_v7(),
  -- Null for somebody from an outside provider whose address is unverified or in use here already.
  email         text UNIQUE,
  name          text NOT NULL,
  role          user_role NOT NULL,
  password_hash text,
  disabled_at   timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_email_form CHECK (email = lower(email) AND email ~ '^[^@\s]+@[^@\s]+$' AND length(email) <= 254),
  CONSTRAINT users_name_form CHECK (length(trim(name)) BETWEEN 1 AND 200)
);
CREATE INDEX users_by_role ON users (role, id);

CREATE TABLE clinics (
  id         uuid PRIMARY KEY DEFAULT uuid_v7(),
  name       text NOT NULL,
  address    text NOT NULL,
  phone      text,
  time_zone  text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT clinics_name_form CHECK (length(trim(name)) BETWEEN 1 AND 200)
);

-- A zone that PostgreSQL does not know would make every time at the clinic wrong.
CREATE FUNCTION clinics_zone_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_timezone_names WHERE name = NEW.time_zone) OR NEW.time_zone !~ '/' THEN
    RAISE EXCEPTION 'unknown IANA time zone' USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_zone_known';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER clinics_zone_known BEFORE INSERT OR UPDATE OF time_zone ON clinics
  FOR EACH ROW EXECUTE FUNCTION clinics_zone_known();

CREATE TABLE doctors (
  id                     uuid PRIMARY KEY DEFAULT uuid_v7(),
  user_id                uuid NOT NULL UNIQUE REFERENCES users (id),
  clinic_id              uuid NOT NULL REFERENCES clinics (id),
  full_name              text NOT NULL,
  -- As it is searched: small letters without accents.
  folded_name            text NOT NULL GENERATED ALWAYS AS (
    lower(regexp_replace(normalize(full_name, NFD), U&'[\0300-\036F]', '', 'g'))) STORED,
  specialization         text NOT NULL,
  biography              text NOT NULL DEFAULT '',
  languages              text[] NOT NULL DEFAULT '{}',
  accepting_patients     boolean NOT NULL DEFAULT true,
  approval               approval_mode NOT NULL DEFAULT 'manual',
  minimum_notice_minutes integer NOT NULL DEFAULT 120,
  horizon_days           integer NOT NULL DEFAULT 90,
  cutoff_minutes         integer NOT NULL DEFAULT 1440,
  request_ttl_minutes    integer NOT NULL DEFAULT 1440,
  verified_at            timestamptz,
  created_at             timestamptz NOT NULL DEFAULT now(),
  updated_at             timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT doctors_name_form CHECK (length(trim(full_name)) BETWEEN 1 AND 200),
  CONSTRAINT doctors_specialization_form CHECK (specialization ~ '^[a-z][a-z-]{1,60}$'),
  CONSTRAINT doctors_notice_range CHECK (minimum_notice_minutes BETWEEN 0 AND 43200),
  CONSTRAINT doctors_horizon_range CHECK (horizon_days BETWEEN 1 AND 730),
  CONSTRAINT doctors_cutoff_range CHECK (cutoff_minutes BETWEEN 0 AND 43200),
  CONSTRAINT doctors_request_ttl_range CHECK (request_ttl_minutes BETWEEN 5 AND 20160)
);
CREATE INDEX doctors_by_specialization ON doctors (specialization, full_name, id);
CREATE INDEX doctors_by_name ON doctors (full_name, id);
CREATE INDEX doctors_by_clinic ON doctors (clinic_id, full_name, id);

-- A patient has a user of their own; a dependant, when there are such, will have none.
CREATE TABLE patients (
  id                 uuid PRIMARY KEY DEFAULT uuid_v7(),
  user_id            uuid NOT NULL UNIQUE REFERENCES users (id),
  full_name          text NOT NULL,
  date_of_birth      date,
  gender             gender NOT NULL DEFAULT 'unknown',
  phone              text,
  address            text,
  insurance_provider text,
  insurance_number   text,
  version            integer NOT NULL DEFAULT 1,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT patients_name_form CHECK (length(trim(full_name)) BETWEEN 1 AND 200),
  CONSTRAINT patients_birth_range CHECK (date_of_birth BETWEEN '1880-01-01' AND '2200-01-01'),
  CONSTRAINT patients_version_positive CHECK (version >= 1)
);
CREATE INDEX patients_by_name ON patients (full_name, id);

-- ── Practitioners' schedules ────────────────────────────────────────────────────────────────────

CREATE TABLE visit_types (
  id                    uuid PRIMARY KEY DEFAULT uuid_v7(),
  doctor_id             uuid NOT NULL REFERENCES doctors (id),
  name                  text NOT NULL,
  minutes               integer NOT NULL,
  buffer_before_minutes integer NOT NULL DEFAULT 0,
  buffer_after_minutes  integer NOT NULL DEFAULT 0,
  step_minutes          integer NOT NULL,
  bookable_online       boolean NOT NULL DEFAULT true,
  position              integer NOT NULL DEFAULT 0,
  retired_at            timestamptz,
  CONSTRAINT visit_types_name_form CHECK (length(trim(name)) BETWEEN 1 AND 100),
  CONSTRAINT visit_types_minutes_range CHECK (minutes BETWEEN 5 AND 720),
  CONSTRAINT visit_types_buffer_range CHECK (buffer_before_minutes BETWEEN 0 AND 240 AND buffer_after_minutes BETWEEN 0 AND 240),
  CONSTRAINT visit_types_step_range CHECK (step_minutes BETWEEN 5 AND 720),
  UNIQUE (id, doctor_id)
);
CREATE UNIQUE INDEX visit_types_name_once ON visit_types (doctor_id, lower(name)) WHERE retired_at IS NULL;

-- Weekly hours in the clinic's wall time. Minutes count from the midnight that the weekday starts
-- with; a window that ends on the next day ends past 1440 (22:00-06:00 is 1320-1800).
CREATE TABLE working_hours (
  id          uuid PRIMARY KEY DEFAULT uuid_v7(),
  doctor_id   uuid NOT NULL REFERENCES doctors (id),
  weekday     smallint NOT NULL,
  from_minute smallint NOT NULL,
  to_minute   smallint NOT NULL,
  valid_from  date,
  valid_until date,
  CONSTRAINT working_hours_weekday CHECK (weekday BETWEEN 1 AND 7),
  CONSTRAINT working_hours_window CHECK (from_minute BETWEEN 0 AND 1439 AND to_minute > from_minute AND to_minute - from_minute <= 1440),
  CONSTRAINT working_hours_validity CHECK (valid_from <= valid_until),
  -- Two blocks of a weekday never overlap while both are valid.
  CONSTRAINT working_hours_apart EXCLUDE USING gist (
    doctor_id WITH =, weekday WITH =,
    int4range(from_minute, to_minute) WITH &&,
    daterange(valid_from, valid_until, '[]') WITH &&)
);
CREATE INDEX working_hours_by_doctor ON working_hours (doctor_id, weekday, from_minute);

CREATE TABLE time_off (
  id         uuid PRIMARY KEY DEFAULT uuid_v7(),
  doctor_id  uuid NOT NULL REFERENCES doctors (id),
  starts_at  timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  reason     text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT time_off_window CHECK (ends_at > starts_at AND ends_at - starts_at <= interval '400 days')
);
CREATE INDEX time_off_during ON time_off USING gist (doctor_id, tstzrange(starts_at, ends_at, '[)'));

-- ── Appointments ────────────────────────────────────────────────────────────────────────────────

CREATE TYPE appointment_status AS ENUM ('pending', 'confirmed', 'declined', 'canceled', 'completed', 'no_show', 'expired');

CREATE TABLE appointments (
  id              uuid PRIMARY KEY DEFAULT uuid_v7(),
  patient_id      uuid NOT NULL REFERENCES patients (id),
  doctor_id       uuid NOT NULL REFERENCES doctors (id),
  clinic_id       uuid NOT NULL REFERENCES clinics (id),
  visit_type_id   uuid NOT NULL,
  starts_at       timestamptz NOT NULL,
  ends_at         timestamptz NOT NULL,
  status          appointment_status NOT NULL,
  version         integer NOT NULL DEFAULT 1,
  reason          text,
  -- Why the last transition was made, in the words of who made it.
  status_reason   text,
  expires_at      timestamptz,
  overbooked      boolean NOT NULL DEFAULT false,
  overbook_reason text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT appointments_visit_type_of_doctor FOREIGN KEY (visit_type_id, doctor_id) REFERENCES visit_types (id, doctor_id),
  CONSTRAINT appointments_window CHECK (ends_at > starts_at AND ends_at - starts_at <= interval '12 hours'),
  CONSTRAINT appointments_pending_expires CHECK ((status = 'pending') = (expires_at IS NOT NULL) AND expires_at <= starts_at),
  CONSTRAINT appointments_declined_why CHECK (status <> 'declined' OR length(trim(coalesce(status_reason, ''))) > 0),
  CONSTRAINT appointments_overbooked_why CHECK (overbooked = (length(trim(coalesce(overbook_reason, ''))) > 0)),
  CONSTRAINT appointments_version_positive CHECK (version >= 1),
  CONSTRAINT appointments_reason_length CHECK (length(reason) <= 4000 AND length(status_reason) <= 4000),
  -- Nobody is in two places at once. Half open, so that one visit may begin as another ends; only
  -- statuses that occupy the time; not deferrable, so that no path can postpone the answer.
  CONSTRAINT appointments_doctor_free EXCLUDE USING gist (
    doctor_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
    WHERE (status IN ('pending', 'confirmed') AND NOT overbooked),
  CONSTRAINT appointments_patient_free EXCLUDE USING gist (
    patient_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
    WHERE (status IN ('pending', 'confirmed'))
);
CREATE INDEX appointments_of_patient ON appointments (patient_id, starts_at DESC, id DESC);
CREATE INDEX appointments_of_doctor ON appointments (doctor_id, starts_at DESC, id DESC);
CREATE INDEX appointments_of_clinic ON appointments (clinic_id, starts_at DESC, id DESC);
CREATE INDEX appointments_by_status ON appointments (status, starts_at DESC, id DESC);
CREATE INDEX appointments_by_start ON appointments (starts_at DESC, id DESC);
CREATE INDEX appointments_occupying ON appointments (doctor_id, starts_at) INCLUDE (ends_at, visit_type_id)
  WHERE status IN ('pending', 'confirmed');
CREATE INDEX appointments_expiring ON appointments (expires_at) WHERE status = 'pending';
CREATE INDEX appointments_of_visit_type ON appointments (visit_type_id);

-- Which status may follow which, and by whose hand. A row whose two statuses are equal is a change
-- of time. lib/appointments/rules.ts holds the same table; a test compares the two.
CREATE TABLE appointment_transitions (
  from_status appointment_status NOT NULL,
  to_status   appointment_status NOT NULL,
  by_role     user_role NOT NULL,
  PRIMARY KEY (from_status, to_status, by_role)
);
INSERT INTO appointment_transitions VALUES
  ('pending', 'confirmed', 'patient'), ('pending', 'confirmed', 'doctor'), ('pending', 'confirmed', 'admin'),
  ('pending', 'declined', 'doctor'), ('pending', 'declined', 'admin'),
  ('pending', 'canceled', 'patient'), ('pending', 'canceled', 'doctor'), ('pending', 'canceled', 'admin'),
  ('pending', 'pending', 'patient'), ('pending', 'pending', 'doctor'), ('pending', 'pending', 'admin'),
  ('confirmed', 'canceled', 'patient'), ('confirmed', 'canceled', 'doctor'), ('confirmed', 'canceled', 'admin'),
  ('confirmed', 'pending', 'patient'),
  ('confirmed', 'confirmed', 'patient'), ('confirmed', 'confirmed', 'doctor'), ('confirmed', 'confirmed', 'admin'),
  ('confirmed', 'completed', 'doctor'), ('confirmed', 'completed', 'admin'),
  ('confirmed', 'no_show', 'doctor'), ('confirmed', 'no_show', 'admin'),
  ('completed', 'no_show', 'doctor'), ('completed', 'no_show', 'admin'),
  ('no_show', 'completed', 'doctor'), ('no_show', 'completed', 'admin');

CREATE TABLE appointment_events (
  id             uuid PRIMARY KEY DEFAULT uuid_v7(),
  appointment_id uuid NOT NULL REFERENCES appointments (id),
  version        integer NOT NULL,
  type           text NOT NULL,
  from_status    appointment_status,
  to_status      appointment_status NOT NULL,
  from_starts_at timestamptz,
  to_starts_at   timestamptz NOT NULL,
  reason         text,
  actor_id       uuid,
  actor_role     user_role,
  at             timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT appointment_events_type CHECK (type IN
    ('requested', 'booked', 'approved', 'declined', 'canceled', 'rescheduled', 'completed', 'no_show', 'expired')),
  CONSTRAINT appointment_events_once UNIQUE (appointment_id, version)
);

-- The answer to a request that may be sent twice, kept in the transaction that gave it.
CREATE TABLE idempotency_keys (
  user_id        uuid NOT NULL REFERENCES users (id),
  key            text NOT NULL,
  request_hash   text NOT NULL,
  appointment_id uuid NOT NULL REFERENCES appointments (id),
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key),
  CONSTRAINT idempotency_keys_form CHECK (length(key) BETWEEN 1 AND 255)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
CREATE INDEX idempotency_keys_of_appointment ON idempotency_keys (appointment_id);

-- ── Medical records ─────────────────────────────────────────────────────────────────────────────

CREATE TABLE medical_records (
  id                uuid PRIMARY KEY DEFAULT uuid_v7(),
  patient_id        uuid NOT NULL REFERENCES patients (id),
  doctor_id         uuid NOT NULL REFERENCES doctors (id),
  appointment_id    uuid REFERENCES appointments (id),
  diagnosis         text NOT NULL,
  treatment         text NOT NULL,
  notes             text,
  version           integer NOT NULL DEFAULT 1,
  retracted_at      timestamptz,
  retraction_reason text,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT medical_records_version_positive CHECK (version >= 1),
  CONSTRAINT medical_records_retracted_why CHECK ((retracted_at IS NULL) = (retraction_reason IS NULL))
);
CREATE INDEX medical_records_of_patient ON medical_records (patient_id, created_at DESC, id DESC);
CREATE INDEX medical_records_of_doctor ON medical_records (doctor_id, created_at DESC, id DESC);
CREATE INDEX medical_records_of_appointment ON medical_records (appointment_id);

-- ── Audit trail ─────────────────────────────────────────────────────────────────────────────────

-- Each row carries the hash of the one before, and the head holds the last: an edited row breaks the
-- chain, a cut tail does not match the head. Clinical text never enters it.
CREATE TABLE audit_events (
  seq        bigint PRIMARY KEY,
  at         timestamptz NOT NULL,
  actor_id   uuid,
  actor_role user_role,
  action     text NOT NULL,
  entity     text NOT NULL,
  entity_id  uuid,
  patient_id uuid,
  detail     jsonb NOT NULL DEFAULT '{}',
  hash       bytea NOT NULL
);
CREATE INDEX audit_events_of_patient ON audit_events (patient_id, seq DESC) WHERE patient_id IS NOT NULL;
CREATE INDEX audit_events_of_actor ON audit_events (actor_id, seq DESC);
CREATE INDEX audit_events_by_action ON audit_events (action, seq DESC);
CREATE INDEX audit_events_by_time ON audit_events (at);

CREATE TABLE audit_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  seq      bigint NOT NULL,
  hash     bytea NOT NULL
);
INSERT INTO audit_head VALUES (true, 0, '\x');

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE FUNCTION audit_hash(previous bytea, entry audit_events) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(previous || convert_to(jsonb_build_array(
    entry.seq, extract(epoch FROM entry.at), entry.actor_id, entry.actor_role, entry.action, entry.entity,
    entry.entity_id, entry.patient_id, entry.detail)::text, 'UTF8'))
$$;

-- Locks the head until the transaction ends: whoever appends does it last.
CREATE FUNCTION audit_append(entry audit_events) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  head audit_head;
BEGIN
  SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
  entry.seq := head.seq + 1;
  entry.at := clock_timestamp();
  entry.detail := coalesce(entry.detail, '{}');
  entry.hash := audit_hash(head.hash, entry);
  INSERT INTO audit_events SELECT (entry).*;
  UPDATE audit_head SET seq = entry.seq, hash = entry.hash;
END
$$;

-- ── Who is asking ───────────────────────────────────────────────────────────────────────────────

-- The transaction says whose it is; everything else about the actor is looked up here, so that no
-- setting of the application's can widen it. A disabled account is nobody.
CREATE FUNCTION actor_id() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('app.user_id', true), '')::uuid
$$;
CREATE FUNCTION actor_role() RETURNS user_role LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT role FROM users WHERE id = actor_id() AND disabled_at IS NULL
$$;
CREATE FUNCTION actor_patient_id() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id FROM patients p JOIN users u ON u.id = p.user_id
  WHERE p.user_id = actor_id() AND u.disabled_at IS NULL AND u.role = 'patient'
$$;
CREATE FUNCTION actor_doctor_id() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.id FROM doctors d JOIN users u ON u.id = d.user_id
  WHERE d.user_id = actor_id() AND u.disabled_at IS NULL AND u.role = 'doctor'
$$;

-- For the session lookup, which may not touch clinical tables: the profiles behind a user.
CREATE FUNCTION profiles_of(of_user uuid, OUT patient_id uuid, OUT doctor_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (SELECT id FROM patients WHERE user_id = of_user), (SELECT id FROM doctors WHERE user_id = of_user)
$$;

-- Identity's only door to a clinical table: whoever becomes a user as a patient gets the profile in
-- the same transaction. Returns null, and changes nothing, when the address is in use.
CREATE FUNCTION register_patient(new_user uuid, new_patient uuid, new_email text, new_name text, new_hash text)
  RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  registered uuid;
BEGIN
  INSERT INTO users (id, email, name, role, password_hash) VALUES (new_user, new_email, new_name, 'patient', new_hash)
    ON CONFLICT (email) DO NOTHING RETURNING id INTO registered;
  IF registered IS NOT NULL THEN
    INSERT INTO patients (id, user_id, full_name) VALUES (new_patient, new_user, new_name);
  END IF;
  RETURN registered;
END
$$;

-- A read of a patient's data, written by the transaction that reads.
CREATE FUNCTION audit_note(action text, entity text, entity_id uuid, patient_id uuid, detail jsonb)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM audit_append((NULL, NULL, actor_id(), actor_role(), action, entity, entity_id, patient_id, detail, NULL)::audit_events);
END
$$;

-- What happens to an account: sign-in, refusal, sign-out. Identity has no actor to set, so it names one.
CREATE FUNCTION audit_account(of_user uuid, action text, detail jsonb)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM audit_append((NULL, NULL, of_user, (SELECT role FROM users WHERE id = of_user), action, 'user', of_user, NULL, detail, NULL)::audit_events);
END
$$;

-- Every write leaves its row. Deferred, so that it is appended as the transaction ends and the head
-- of the chain is locked for as short as can be. Names the columns that changed, never their values.
CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
  becomes jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
  subject jsonb := coalesce(becomes, was);
  detail jsonb := '{}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    detail := jsonb_build_object('changed', (
      SELECT coalesce(jsonb_agg(key ORDER BY key), '[]') FROM jsonb_each(becomes)
      WHERE value IS DISTINCT FROM was -> key AND key NOT IN ('updated_at', 'version')));
  END IF;
  IF subject ? 'status' THEN
    detail := detail || jsonb_build_object('status', becomes -> 'status', 'from', was -> 'status');
  END IF;
  PERFORM audit_append((NULL, NULL, actor_id(), actor_role(),
    TG_TABLE_NAME || '.' || lower(TG_OP), TG_TABLE_NAME, (subject ->> 'id')::uuid,
    CASE WHEN TG_TABLE_NAME = 'patients' THEN subject ->> 'id' ELSE subject ->> 'patient_id' END::uuid,
    detail, NULL)::audit_events);
  RETURN NULL;
END
$$;

-- Data brought in as slotwell_import is history, not an act; whoever imports notes it once.
DO $$
DECLARE
  audited text;
BEGIN
  FOREACH audited IN ARRAY ARRAY['users', 'clinics', 'doctors', 'patients', 'visit_types', 'working_hours',
                                 'time_off', 'appointments', 'medical_records'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (current_user <> ''slotwell_import'')
      EXECUTE FUNCTION audit_change()', audited || '_audited', audited);
  END LOOP;
END
$$;

-- Returns the first entry that does not follow from the one before, 0 when the head does not match
-- the last entry, and null when the trail is whole.
CREATE FUNCTION audit_verify() RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  entry audit_events;
  previous bytea := '\x';
  expected bigint := 1;
  head audit_head;
BEGIN
  SELECT * INTO STRICT head FROM audit_head;
  FOR entry IN SELECT * FROM audit_events WHERE seq <= head.seq ORDER BY seq LOOP
    IF entry.seq <> expected OR entry.hash <> audit_hash(previous, entry) THEN
      RETURN expected;
    END IF;
    previous := entry.hash;
    expected := expected + 1;
  END LOOP;
  IF head.seq <> expected - 1 OR head.hash <> previous THEN
    RETURN 0;
  END IF;
  RETURN NULL;
END
$$;

-- ── The lifecycle, held by the database ─────────────────────────────────────────────────────────

CREATE FUNCTION appointments_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  acting user_role := actor_role();
  moves boolean;
BEGIN
  -- Only a doctor who approves automatically lets a patient's booking or move stand unanswered.
  IF acting = 'patient' AND NEW.status = 'confirmed'
     AND (SELECT approval FROM doctors WHERE id = NEW.doctor_id) <> 'automatic' THEN
    RAISE EXCEPTION 'a patient cannot confirm' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_lifecycle';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.version <> 1 OR NEW.status NOT IN ('pending', 'confirmed') THEN
      RAISE EXCEPTION 'an appointment does not begin like this' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_lifecycle';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.patient_id, NEW.doctor_id, NEW.created_at) IS DISTINCT FROM (OLD.id, OLD.patient_id, OLD.doctor_id, OLD.created_at)
     OR NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'an appointment keeps its identity and counts its versions' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_identity';
  END IF;
  -- Asking anew, and a status that follows itself, are moves; nothing else changes the time.
  moves := (NEW.starts_at, NEW.ends_at) IS DISTINCT FROM (OLD.starts_at, OLD.ends_at);
  IF NOT EXISTS (SELECT FROM appointment_transitions
                 WHERE from_status = OLD.status AND to_status = NEW.status AND by_role = acting)
     OR moves <> (NEW.status IN (OLD.status, 'pending') OR (NEW.status = 'confirmed' AND acting = 'patient'))
     OR (NEW.status IN ('completed', 'no_show') AND NEW.starts_at > now()) THEN
    RAISE EXCEPTION 'no such transition' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_lifecycle';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER appointments_guard BEFORE INSERT OR UPDATE ON appointments
  FOR EACH ROW WHEN (current_user NOT IN ('slotwell_definer', 'slotwell_import')) EXECUTE FUNCTION appointments_guard();

-- One event per version, written here so that no path can forget it or write two.
CREATE FUNCTION appointments_record_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was appointments := CASE WHEN TG_OP = 'UPDATE' THEN OLD END;
BEGIN
  INSERT INTO appointment_events (appointment_id, version, type, from_status, to_status, from_starts_at, to_starts_at, reason, actor_id, actor_role)
  VALUES (NEW.id, NEW.version,
    CASE
      WHEN TG_OP = 'INSERT' THEN CASE NEW.status WHEN 'pending' THEN 'requested' ELSE 'booked' END
      WHEN NEW.starts_at <> was.starts_at THEN 'rescheduled'
      WHEN NEW.status = 'confirmed' THEN 'approved'
      ELSE NEW.status::text
    END,
    was.status, NEW.status, was.starts_at, NEW.starts_at, NEW.status_reason, actor_id(), actor_role());
  RETURN NULL;
END
$$;
CREATE TRIGGER appointments_record_event AFTER INSERT OR UPDATE ON appointments
  FOR EACH ROW WHEN (current_user <> 'slotwell_import') EXECUTE FUNCTION appointments_record_event();

-- The clock's one act: requests that nobody answered in time give their time back. Skips what
-- another process holds, so any number of clocks may run. Returns how many expired.
CREATE FUNCTION expire_requests(as_of timestamptz, at_most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  expired integer;
BEGIN
  WITH due AS (
    SELECT id FROM appointments WHERE status = 'pending' AND expires_at <= as_of
    ORDER BY expires_at LIMIT at_most FOR UPDATE SKIP LOCKED
  ), changed AS (
    UPDATE appointments a SET status = 'expired', expires_at = NULL, status_reason = NULL,
      version = a.version + 1, updated_at = as_of
    FROM due WHERE a.id = due.id RETURNING 1
  )
  SELECT count(*) INTO expired FROM changed;
  RETURN expired;
END
$$;

-- What occupies doctors' time, without saying whose visit it is or why somebody is away.
CREATE FUNCTION busy_times(of_doctors uuid[], window_from timestamptz, window_to timestamptz)
  RETURNS TABLE (doctor_id uuid, starts_at timestamptz, ends_at timestamptz, buffer_before integer, buffer_after integer, kind text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.doctor_id, a.starts_at, a.ends_at, v.buffer_before_minutes, v.buffer_after_minutes, 'appointment'
  FROM appointments a JOIN visit_types v ON v.id = a.visit_type_id
  WHERE a.doctor_id = ANY (of_doctors) AND a.status IN ('pending', 'confirmed')
    -- A visit lasts at most 12 hours and a buffer 4: the index needs a lower bound.
    AND a.starts_at >= window_from - interval '16 hours' AND a.starts_at < window_to + interval '4 hours'
    AND a.ends_at > window_from - interval '4 hours'
  UNION ALL
  SELECT t.doctor_id, t.starts_at, t.ends_at, 0, 0, 'time_off'
  FROM time_off t
  WHERE t.doctor_id = ANY (of_doctors) AND tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(window_from, window_to, '[)')
$$;

-- Whether migrations are complete is the app's business; what they did is not.
CREATE FUNCTION applied_migrations() RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT migration_name::text FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL;
END
$$;

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

GRANT SELECT ON clinics, doctors, patients, visit_types, working_hours, time_off, appointments,
  appointment_events, appointment_transitions, idempotency_keys, medical_records TO slotwell_app;
GRANT INSERT, UPDATE ON clinics, visit_types, appointments, medical_records TO slotwell_app;
GRANT UPDATE ON doctors, patients TO slotwell_app;
GRANT INSERT ON idempotency_keys TO slotwell_app;
GRANT INSERT, UPDATE, DELETE ON working_hours, time_off TO slotwell_app;
GRANT SELECT, INSERT, UPDATE ON users TO slotwell_identity;
GRANT SELECT ON audit_events, audit_head TO slotwell_auditor;

GRANT SELECT ON doctors, visit_types, time_off TO slotwell_definer;
GRANT SELECT, INSERT ON users, patients, appointment_events, audit_events TO slotwell_definer;
GRANT SELECT, UPDATE ON appointments TO slotwell_definer;
GRANT SELECT, UPDATE ON audit_head TO slotwell_definer;
GRANT SELECT, INSERT ON users, clinics, doctors, patients, visit_types, working_hours, time_off,
  appointments, appointment_events, medical_records TO slotwell_import;

DO $$
DECLARE
  walled text;
  handed text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['clinics', 'doctors', 'patients', 'visit_types', 'working_hours', 'time_off', 'appointments',
                                'appointment_events', 'idempotency_keys', 'medical_records', 'audit_events', 'audit_head'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
    -- The definer's functions are the exits that the schema grants on purpose.
    EXECUTE format('CREATE POLICY definer ON %I TO slotwell_definer, slotwell_import USING (true) WITH CHECK (true)', walled);
  END LOOP;
  FOREACH handed IN ARRAY ARRAY['actor_role()', 'actor_patient_id()', 'actor_doctor_id()', 'profiles_of(uuid)',
    'register_patient(uuid, uuid, text, text, text)', 'audit_note(text, text, uuid, uuid, jsonb)',
    'audit_account(uuid, text, jsonb)', 'audit_change()', 'audit_verify()', 'appointments_record_event()',
    'expire_requests(timestamptz, integer)', 'busy_times(uuid[], timestamptz, timestamptz)',
    'audit_append(audit_events)', 'audit_hash(bytea, audit_events)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO slotwell_definer', handed);
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;

GRANT EXECUTE ON FUNCTION uuid_v7(), actor_id() TO slotwell_app, slotwell_identity, slotwell_definer, slotwell_import;
GRANT EXECUTE ON FUNCTION actor_role(), actor_patient_id(), actor_doctor_id() TO slotwell_app;
GRANT EXECUTE ON FUNCTION audit_note(text, text, uuid, uuid, jsonb) TO slotwell_app, slotwell_import;
GRANT EXECUTE ON FUNCTION expire_requests(timestamptz, integer),
  busy_times(uuid[], timestamptz, timestamptz), applied_migrations() TO slotwell_app;
GRANT EXECUTE ON FUNCTION profiles_of(uuid), register_patient(uuid, uuid, text, text, text),
  audit_account(uuid, text, jsonb) TO slotwell_identity;
GRANT EXECUTE ON FUNCTION audit_verify() TO slotwell_auditor;

-- One policy per table and command. `(SELECT f())` is planned once per statement, not once per row.

-- Open to all: where the clinics are, who works there, when, and for what.
CREATE POLICY read ON clinics FOR SELECT TO slotwell_app USING (true);
CREATE POLICY add ON clinics FOR INSERT TO slotwell_app WITH CHECK ((SELECT actor_role()) = 'admin');
CREATE POLICY change ON clinics FOR UPDATE TO slotwell_app USING ((SELECT actor_role()) = 'admin');

CREATE POLICY read ON doctors FOR SELECT TO slotwell_app
  USING (verified_at IS NOT NULL OR id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY change ON doctors FOR UPDATE TO slotwell_app
  USING (id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');

CREATE POLICY read ON visit_types FOR SELECT TO slotwell_app USING (true);
CREATE POLICY add ON visit_types FOR INSERT TO slotwell_app
  WITH CHECK (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY change ON visit_types FOR UPDATE TO slotwell_app
  USING (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');

CREATE POLICY read ON working_hours FOR SELECT TO slotwell_app USING (true);
CREATE POLICY add ON working_hours FOR INSERT TO slotwell_app
  WITH CHECK (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY change ON working_hours FOR UPDATE TO slotwell_app
  USING (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY remove ON working_hours FOR DELETE TO slotwell_app
  USING (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');

-- Why somebody is away is between them and the admins; busy_times() says only when.
CREATE POLICY read ON time_off FOR SELECT TO slotwell_app
  USING (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY add ON time_off FOR INSERT TO slotwell_app
  WITH CHECK (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY change ON time_off FOR UPDATE TO slotwell_app
  USING (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY remove ON time_off FOR DELETE TO slotwell_app
  USING (doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');

-- The patient, the doctor and the admins; nobody else.
CREATE POLICY read ON appointments FOR SELECT TO slotwell_app
  USING (patient_id = (SELECT actor_patient_id()) OR doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY add ON appointments FOR INSERT TO slotwell_app
  WITH CHECK (patient_id = (SELECT actor_patient_id()) OR doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');
CREATE POLICY change ON appointments FOR UPDATE TO slotwell_app
  USING (patient_id = (SELECT actor_patient_id()) OR doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin');

CREATE POLICY read ON appointment_events FOR SELECT TO slotwell_app
  USING (EXISTS (SELECT FROM appointments a WHERE a.id = appointment_id));

CREATE POLICY read ON idempotency_keys FOR SELECT TO slotwell_app USING (user_id = (SELECT actor_id()));
CREATE POLICY add ON idempotency_keys FOR INSERT TO slotwell_app WITH CHECK (user_id = (SELECT actor_id()));

CREATE POLICY read ON patients FOR SELECT TO slotwell_app
  USING (id = (SELECT actor_patient_id()) OR (SELECT actor_role()) = 'admin'
         OR EXISTS (SELECT FROM appointments a WHERE a.patient_id = patients.id AND a.doctor_id = (SELECT actor_doctor_id())));
CREATE POLICY change ON patients FOR UPDATE TO slotwell_app
  USING (id = (SELECT actor_patient_id()) OR (SELECT actor_role()) = 'admin');

-- A doctor reads the records of patients they treat: a confirmed or completed visit.
CREATE POLICY read ON medical_records FOR SELECT TO slotwell_app
  USING (patient_id = (SELECT actor_patient_id()) OR doctor_id = (SELECT actor_doctor_id()) OR (SELECT actor_role()) = 'admin'
         OR EXISTS (SELECT FROM appointments a WHERE a.patient_id = medical_records.patient_id
                    AND a.doctor_id = (SELECT actor_doctor_id()) AND a.status IN ('confirmed', 'completed')));
CREATE POLICY add ON medical_records FOR INSERT TO slotwell_app
  WITH CHECK (doctor_id = (SELECT actor_doctor_id())
         AND EXISTS (SELECT FROM appointments a WHERE a.patient_id = medical_records.patient_id
                    AND a.doctor_id = (SELECT actor_doctor_id()) AND a.status IN ('confirmed', 'completed')));
-- The author alone edits.
CREATE POLICY change ON medical_records FOR UPDATE TO slotwell_app
  USING (doctor_id = (SELECT actor_doctor_id()));

CREATE POLICY read ON audit_events FOR SELECT TO slotwell_auditor USING (true);
CREATE POLICY read ON audit_head FOR SELECT TO slotwell_auditor USING (true);
