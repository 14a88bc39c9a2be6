-- The scheduling engine completed: clinic holidays, counter-proposals with held times, a lifecycle
-- that knows the event as well as the states, deliberate overbooking, answers kept for a retry.

-- A role may have been made by an older installation on this server.
GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── Practitioners' schedules ────────────────────────────────────────────────────────────────────

-- Counts the changes of a practitioner's hours, visit types, time off and booking rules, so that
-- nobody overwrites what they have not seen.
ALTER TABLE doctors ADD COLUMN schedule_version integer NOT NULL DEFAULT 1;

ALTER TABLE time_off ADD CONSTRAINT time_off_reason_length CHECK (length(reason) <= 1000);

-- Days on which nobody of a clinic works, from its midnight to its midnight.
CREATE TABLE clinic_holidays (
  id         uuid PRIMARY KEY DEFAULT uuid_v7(),
  clinic_id  uuid NOT NULL REFERENCES clinics (id),
  day        date NOT NULL,
  name       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT clinic_holidays_once UNIQUE (clinic_id, day),
  CONSTRAINT clinic_holidays_day_range CHECK (day BETWEEN '1900-01-01' AND '2199-12-31'),
  CONSTRAINT clinic_holidays_name_form CHECK (length(trim(name)) BETWEEN 1 AND 100)
);

-- ── Appointments ────────────────────────────────────────────────────────────────────────────────

ALTER TABLE appointments
  -- What made this version: the name of its event. Whoever writes a version says it, and the guard
  -- holds it against the lifecycle.
  ADD COLUMN event text NOT NULL DEFAULT 'requested',
  -- The starts that a counter-proposal offers instead; their times are held (slot_holds).
  ADD COLUMN proposed_starts timestamptz[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT appointments_proposals CHECK (
    cardinality(proposed_starts) <= 3 AND (proposed_starts = '{}' OR status = 'pending')),
  ADD CONSTRAINT appointments_overbook_reason_length CHECK (length(overbook_reason) <= 1000);

-- Times that are kept free for somebody who has not answered yet. Rows follow from
-- appointments.proposed_starts and nobody else writes them; whoever else will hold times (a waitlist)
-- gets a column of their own beside appointment_id.
CREATE TABLE slot_holds (
  appointment_id uuid NOT NULL REFERENCES appointments (id),
  doctor_id      uuid NOT NULL REFERENCES doctors (id),
  starts_at      timestamptz NOT NULL,
  ends_at        timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  PRIMARY KEY (appointment_id, starts_at),
  CONSTRAINT slot_holds_window CHECK (ends_at > starts_at AND ends_at - starts_at <= interval '12 hours' AND expires_at <= starts_at),
  CONSTRAINT slot_holds_apart EXCLUDE USING gist (doctor_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&)
);
CREATE INDEX slot_holds_of_doctor ON slot_holds (doctor_id, starts_at);
CREATE INDEX slot_holds_expiring ON slot_holds (expires_at);

ALTER TABLE appointment_events
  ADD COLUMN proposed_starts timestamptz[] NOT NULL DEFAULT '{}',
  -- Why the visit stands against the rules as of this version, if it does.
  ADD COLUMN overbook_reason text,
  DROP CONSTRAINT appointment_events_type,
  ADD CONSTRAINT appointment_events_type CHECK (type IN
    ('requested', 'booked', 'approved', 'declined', 'proposed', 'accepted', 'canceled', 'rescheduled', 'completed', 'no_show', 'expired'));

-- The lifecycle: event x state x who, the state that follows, and whether the visit's time changes.
-- lib/appointments/rules.ts holds the same table; a test compares the two.
DROP TABLE appointment_transitions;
CREATE TABLE appointment_transitions (
  event       text NOT NULL,
  from_status appointment_status NOT NULL,
  to_status   appointment_status NOT NULL,
  by_role     user_role NOT NULL,
  moves       boolean NOT NULL,
  PRIMARY KEY (event, from_status, to_status, by_role)
);
INSERT INTO appointment_transitions VALUES
  ('approved', 'pending', 'confirmed', 'doctor', false), ('approved', 'pending', 'confirmed', 'admin', false),
  ('declined', 'pending', 'declined', 'doctor', false), ('declined', 'pending', 'declined', 'admin', false),
  ('proposed', 'pending', 'pending', 'doctor', false), ('proposed', 'pending', 'pending', 'admin', false),
  ('accepted', 'pending', 'confirmed', 'patient', true),
  ('canceled', 'pending', 'canceled', 'patient', false), ('canceled', 'pending', 'canceled', 'doctor', false),
  ('canceled', 'pending', 'canceled', 'admin', false), ('canceled', 'confirmed', 'canceled', 'patient', false),
  ('canceled', 'confirmed', 'canceled', 'doctor', false), ('canceled', 'confirmed', 'canceled', 'admin', false),
  ('rescheduled', 'pending', 'pending', 'patient', true), ('rescheduled', 'pending', 'pending', 'doctor', true),
  ('rescheduled', 'pending', 'pending', 'admin', true),
  -- With a practitioner who approves automatically a patient's move stands; the guard asks which.
  ('rescheduled', 'pending', 'confirmed', 'patient', true),
  ('rescheduled', 'confirmed', 'pending', 'patient', true), ('rescheduled', 'confirmed', 'confirmed', 'patient', true),
  ('rescheduled', 'confirmed', 'confirmed', 'doctor', true), ('rescheduled', 'confirmed', 'confirmed', 'admin', true),
  ('completed', 'confirmed', 'completed', 'doctor', false), ('completed', 'confirmed', 'completed', 'admin', false),
  ('completed', 'no_show', 'completed', 'doctor', false), ('completed', 'no_show', 'completed', 'admin', false),
  ('no_show', 'confirmed', 'no_show', 'doctor', false), ('no_show', 'confirmed', 'no_show', 'admin', false),
  ('no_show', 'completed', 'no_show', 'doctor', false), ('no_show', 'completed', 'no_show', 'admin', false);

CREATE OR REPLACE FUNCTION appointments_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  acting user_role := actor_role();
  moving boolean;
BEGIN
  IF acting = 'patient' THEN
    -- A patient's yes counts for a time that the practice offered; else only a practitioner who
    -- approves automatically lets a booking or move stand unanswered.
    IF NEW.status = 'confirmed' AND NOT (NEW.event = 'accepted' AND NEW.starts_at = ANY (OLD.proposed_starts))
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
     OR (NEW.status IN ('completed', 'no_show') AND NEW.starts_at > now()) THEN
    RAISE EXCEPTION 'no such transition' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_lifecycle';
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION appointments_record_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was appointments := CASE WHEN TG_OP = 'UPDATE' THEN OLD END;
BEGIN
  INSERT INTO appointment_events (appointment_id, version, type, from_status, to_status, from_starts_at, to_starts_at,
    proposed_starts, overbook_reason, reason, actor_id, actor_role)
  VALUES (NEW.id, NEW.version, NEW.event, was.status, NEW.status, was.starts_at, NEW.starts_at,
    NEW.proposed_starts, NEW.overbook_reason, NEW.status_reason, actor_id(), actor_role());
  RETURN NULL;
END
$$;

-- ── Holds ───────────────────────────────────────────────────────────────────────────────────────

-- The key of a schedule's lock, as lib/appointments/locks.ts takes it.
CREATE FUNCTION lock_schedule(of_whom uuid) RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT pg_advisory_xact_lock(hashtextextended(of_whom::text, 0))
$$;

-- Proposals become holds, and go when the appointment goes on, by whatever path.
CREATE FUNCTION appointments_hold_proposals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM slot_holds WHERE appointment_id = NEW.id;
  INSERT INTO slot_holds (appointment_id, doctor_id, starts_at, ends_at, expires_at)
    SELECT NEW.id, NEW.doctor_id, start, start + (NEW.ends_at - NEW.starts_at), least(start, NEW.expires_at)
    FROM unnest(NEW.proposed_starts) start;
  RETURN NULL;
END
$$;
CREATE TRIGGER appointments_hold_proposals AFTER UPDATE OF proposed_starts ON appointments
  FOR EACH ROW WHEN (OLD.proposed_starts IS DISTINCT FROM NEW.proposed_starts) EXECUTE FUNCTION appointments_hold_proposals();

-- No exclusion constraint spans two tables; these two triggers do, under the schedule's lock, so that
-- a visit and a hold made at once cannot overlook each other.
CREATE FUNCTION slot_holds_free() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_schedule(NEW.doctor_id);
  IF EXISTS (SELECT FROM appointments a WHERE a.doctor_id = NEW.doctor_id AND a.id <> NEW.appointment_id
             AND a.status IN ('pending', 'confirmed') AND NOT a.overbooked
             AND tstzrange(a.starts_at, a.ends_at, '[)') && tstzrange(NEW.starts_at, NEW.ends_at, '[)')) THEN
    RAISE EXCEPTION 'slot_holds_free: the time is taken' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'slot_holds_free';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER slot_holds_free BEFORE INSERT OR UPDATE ON slot_holds FOR EACH ROW EXECUTE FUNCTION slot_holds_free();

CREATE FUNCTION appointments_respect_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_schedule(NEW.doctor_id);
  IF EXISTS (SELECT FROM slot_holds h WHERE h.doctor_id = NEW.doctor_id AND h.appointment_id <> NEW.id
             AND tstzrange(h.starts_at, h.ends_at, '[)') && tstzrange(NEW.starts_at, NEW.ends_at, '[)')) THEN
    RAISE EXCEPTION 'appointments_respect_holds: the time is held' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'appointments_respect_holds';
  END IF;
  RETURN NEW;
END
$$;
-- An import goes into an empty database, where nothing is held. Only what takes a time asks: a mere
-- answer holds its row already and must not wait for a schedule (schedules come before rows).
CREATE TRIGGER appointments_respect_holds BEFORE INSERT ON appointments
  FOR EACH ROW WHEN (NEW.status IN ('pending', 'confirmed') AND NOT NEW.overbooked AND current_user <> 'slotwell_import')
  EXECUTE FUNCTION appointments_respect_holds();
CREATE TRIGGER appointments_moved_respect_holds BEFORE UPDATE OF starts_at, ends_at ON appointments
  FOR EACH ROW WHEN (NEW.status IN ('pending', 'confirmed') AND NOT NEW.overbooked
                     AND (NEW.starts_at, NEW.ends_at) IS DISTINCT FROM (OLD.starts_at, OLD.ends_at))
  EXECUTE FUNCTION appointments_respect_holds();

-- ── The clock ───────────────────────────────────────────────────────────────────────────────────

CREATE OR REPLACE FUNCTION expire_requests(as_of timestamptz, at_most integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  expired integer;
BEGIN
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

-- Single proposals whose time has come give it back, while their request lives on. What another clock
-- has in hand is left to it: one that expires a request holds the row and comes to its holds later.
CREATE FUNCTION release_holds(as_of timestamptz) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  released integer;
BEGIN
  WITH due AS (
    SELECT appointment_id, starts_at FROM slot_holds WHERE expires_at <= as_of FOR UPDATE SKIP LOCKED
  )
  DELETE FROM slot_holds h USING due WHERE (h.appointment_id, h.starts_at) = (due.appointment_id, due.starts_at);
  GET DIAGNOSTICS released = ROW_COUNT;
  RETURN released;
END
$$;

-- ── What occupies time ──────────────────────────────────────────────────────────────────────────

-- One row a practitioner, `taken` an array of [start, end, buffer before, buffer after, kind]: start
-- and end in milliseconds, buffers in minutes. Says neither whose visit it is nor why somebody is away.
DROP FUNCTION busy_times(uuid[], timestamptz, timestamptz);
CREATE FUNCTION busy_times(of_doctors uuid[], window_from timestamptz, window_to timestamptz)
  RETURNS TABLE (doctor_id uuid, taken json)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT b.doctor_id, json_agg(json_build_array((extract(epoch FROM b.starts_at) * 1000)::bigint,
    (extract(epoch FROM b.ends_at) * 1000)::bigint, b.buffer_before, b.buffer_after, b.kind))
  FROM (
    SELECT a.doctor_id, a.starts_at, a.ends_at, v.buffer_before_minutes AS buffer_before, v.buffer_after_minutes AS buffer_after, 'appointment' AS kind
    FROM appointments a JOIN visit_types v ON v.id = a.visit_type_id
    WHERE a.doctor_id = ANY (of_doctors) AND a.status IN ('pending', 'confirmed')
      -- A visit lasts at most 12 hours and a buffer 4: the index needs a lower bound.
      AND a.starts_at >= window_from - interval '16 hours' AND a.starts_at < window_to + interval '4 hours'
      AND a.ends_at > window_from - interval '4 hours'
    UNION ALL
    SELECT h.doctor_id, h.starts_at, h.ends_at, v.buffer_before_minutes, v.buffer_after_minutes, 'hold'
    FROM slot_holds h JOIN appointments a ON a.id = h.appointment_id JOIN visit_types v ON v.id = a.visit_type_id
    WHERE h.doctor_id = ANY (of_doctors)
      AND h.starts_at >= window_from - interval '16 hours' AND h.starts_at < window_to + interval '4 hours'
    UNION ALL
    SELECT t.doctor_id, t.starts_at, t.ends_at, 0, 0, 'time_off'
    FROM time_off t
    WHERE t.doctor_id = ANY (of_doctors) AND tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(window_from, window_to, '[)')
    UNION ALL
    SELECT d.id, o.day::timestamp AT TIME ZONE c.time_zone, (o.day + 1)::timestamp AT TIME ZONE c.time_zone, 0, 0, 'holiday'
    FROM clinic_holidays o JOIN clinics c ON c.id = o.clinic_id JOIN doctors d ON d.clinic_id = c.id
    WHERE d.id = ANY (of_doctors) AND o.day BETWEEN window_from::date - 1 AND window_to::date + 1
  ) b GROUP BY b.doctor_id
$$;

-- When patients are taken, whoever with, so that nobody moves them onto another visit of theirs. For
-- those who may see the patient; says neither with whom nor why.
CREATE FUNCTION patients_busy(of_patients uuid[], window_from timestamptz, window_to timestamptz)
  RETURNS TABLE (patient_id uuid, starts_at timestamptz, ends_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.patient_id, a.starts_at, a.ends_at FROM appointments a
  WHERE a.patient_id = ANY (of_patients) AND a.status IN ('pending', 'confirmed')
    AND a.starts_at >= window_from - interval '12 hours' AND a.starts_at < window_to AND a.ends_at > window_from
    AND (a.patient_id = (SELECT actor_patient_id()) OR (SELECT actor_role()) = 'admin'
      OR EXISTS (SELECT FROM appointments own WHERE own.patient_id = a.patient_id AND own.doctor_id = (SELECT actor_doctor_id())))
$$;

-- ── Answers to requests that may be sent twice ──────────────────────────────────────────────────

-- The key is claimed first, so that its twin waits for the answer; what was answered comes with it.
-- Free text stays where it is and is not copied into the answer.
ALTER TABLE idempotency_keys
  ALTER COLUMN appointment_id DROP NOT NULL,
  ADD COLUMN answer jsonb;

-- A key is good for a day.
CREATE FUNCTION prune_idempotency_keys(as_of timestamptz) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pruned integer;
BEGIN
  DELETE FROM idempotency_keys WHERE created_at < as_of - interval '1 day';
  GET DIAGNOSTICS pruned = ROW_COUNT;
  RETURN pruned;
END
$$;

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

GRANT SELECT ON appointment_transitions, clinic_holidays TO slotwell_app;
GRANT INSERT, DELETE ON clinic_holidays TO slotwell_app;
GRANT UPDATE ON idempotency_keys TO slotwell_app;
GRANT SELECT ON clinics, clinic_holidays TO slotwell_definer;
-- FOR UPDATE asks for the right to.
GRANT SELECT, INSERT, UPDATE, DELETE ON slot_holds TO slotwell_definer;
GRANT SELECT, DELETE ON idempotency_keys TO slotwell_definer;
GRANT SELECT, INSERT ON clinic_holidays TO slotwell_import;

DO $$
DECLARE
  walled text;
  handed text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['clinic_holidays', 'slot_holds'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY definer ON %I TO slotwell_definer, slotwell_import USING (true) WITH CHECK (true)', walled);
  END LOOP;
  FOREACH handed IN ARRAY ARRAY['appointments_hold_proposals()', 'slot_holds_free()', 'appointments_respect_holds()',
    'release_holds(timestamptz)', 'busy_times(uuid[], timestamptz, timestamptz)', 'patients_busy(uuid[], timestamptz, timestamptz)', 'prune_idempotency_keys(timestamptz)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO slotwell_definer', handed);
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;

GRANT EXECUTE ON FUNCTION lock_schedule(uuid) TO slotwell_app, slotwell_definer;
GRANT EXECUTE ON FUNCTION release_holds(timestamptz), busy_times(uuid[], timestamptz, timestamptz),
  patients_busy(uuid[], timestamptz, timestamptz), prune_idempotency_keys(timestamptz) TO slotwell_app;

CREATE CONSTRAINT TRIGGER clinic_holidays_audited AFTER INSERT OR UPDATE OR DELETE ON clinic_holidays
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (current_user <> 'slotwell_import') EXECUTE FUNCTION audit_change();

CREATE POLICY read ON clinic_holidays FOR SELECT TO slotwell_app USING (true);
CREATE POLICY add ON clinic_holidays FOR INSERT TO slotwell_app WITH CHECK ((SELECT actor_role()) = 'admin');
CREATE POLICY remove ON clinic_holidays FOR DELETE TO slotwell_app USING ((SELECT actor_role()) = 'admin');

CREATE POLICY answer ON idempotency_keys FOR UPDATE TO slotwell_app USING (user_id = (SELECT actor_id()));
