-- How many requests a patient has open at once, by the limits of the clinic. Before, one new account could take
-- every free time of a calendar (docs/decisions/074-limits-of-requests-and-times.md).

GRANT CREATE ON SCHEMA public TO slotwell_definer;

ALTER TABLE clinics
  -- In all, with whatever doctor; with one doctor; and on one day of the clinic.
  ADD COLUMN max_open_requests integer NOT NULL DEFAULT 5,
  ADD COLUMN max_open_requests_with_doctor integer NOT NULL DEFAULT 2,
  ADD COLUMN max_open_requests_on_day integer NOT NULL DEFAULT 2,
  -- After so many within 24 hours a patient books no more.
  ADD COLUMN max_cancellations integer NOT NULL DEFAULT 10,
  ADD CONSTRAINT clinics_request_limits CHECK (
    max_open_requests BETWEEN 1 AND 1000 AND max_open_requests_with_doctor BETWEEN 1 AND 1000
    AND max_open_requests_on_day BETWEEN 1 AND 1000 AND max_cancellations BETWEEN 1 AND 1000);
GRANT UPDATE (max_open_requests, max_open_requests_with_doctor, max_open_requests_on_day, max_cancellations)
  ON clinics TO slotwell_app;

CREATE INDEX appointments_canceled_of_patient ON appointments (patient_id, updated_at) WHERE status = 'canceled';

-- Returns which limit keeps the acting patient from one more open request, as `in_all 5`; null if none, and for
-- other roles. Open is what waits for an answer, and what lies ahead because the patient alone booked or moved it
-- with a doctor who approves automatically. `moving` is the appointment that would move to `wanted`: it is counted
-- once, and where it stays within a limit's bounds that limit does not keep it.
CREATE FUNCTION open_request_limit(of_doctor uuid, wanted timestamptz, moving uuid, as_of timestamptz)
  RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH patient AS (SELECT actor_patient_id() AS id), clinic AS (
    SELECT c.* FROM clinics c JOIN doctors d ON d.clinic_id = c.id WHERE d.id = of_doctor
  ), open AS (
    SELECT a.id IS NOT DISTINCT FROM moving AS own, a.doctor_id = of_doctor AS with_doctor,
      (a.starts_at AT TIME ZONE c.time_zone)::date = (wanted AT TIME ZONE c.time_zone)::date AS on_day
    FROM appointments a CROSS JOIN clinic c
    WHERE a.patient_id = (SELECT id FROM patient) AND a.starts_at > as_of
      AND (a.status = 'pending' AND a.expires_at > as_of
        OR a.status = 'confirmed' AND EXISTS (
          SELECT FROM appointment_events e WHERE e.appointment_id = a.id AND e.version = a.version
            AND e.actor_role = 'patient' AND e.type IN ('booked', 'rescheduled')))
  ), counted AS (
    SELECT count(*) FILTER (WHERE NOT own) AS in_all, count(*) FILTER (WHERE NOT own AND with_doctor) AS with_doctor,
      count(*) FILTER (WHERE NOT own AND on_day) AS on_day,
      coalesce(bool_or(own), false) AS was_open, coalesce(bool_or(own AND on_day), false) AS was_on_day
    FROM open
  )
  SELECT CASE
    WHEN patient.id IS NULL THEN NULL
    WHEN NOT was_open AND in_all >= c.max_open_requests THEN 'in_all ' || c.max_open_requests
    WHEN NOT was_open AND with_doctor >= c.max_open_requests_with_doctor THEN 'with_doctor ' || c.max_open_requests_with_doctor
    WHEN NOT was_on_day AND on_day >= c.max_open_requests_on_day THEN 'on_day ' || c.max_open_requests_on_day
    WHEN moving IS NULL AND (
        SELECT count(*) FROM appointments a JOIN appointment_events e ON e.appointment_id = a.id AND e.version = a.version
        WHERE a.patient_id = patient.id AND a.status = 'canceled' AND a.updated_at > as_of - interval '24 hours'
          AND e.actor_role = 'patient') >= c.max_cancellations THEN 'canceled ' || c.max_cancellations
    END
  FROM patient CROSS JOIN counted CROSS JOIN clinic c
$$;
ALTER FUNCTION open_request_limit(uuid, timestamptz, uuid, timestamptz) OWNER TO slotwell_definer;
GRANT EXECUTE ON FUNCTION open_request_limit(uuid, timestamptz, uuid, timestamptz) TO slotwell_app;

-- Under the lock of the patient's schedule, so that of two requests at once the second counts the first.
CREATE FUNCTION appointments_requests_limited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  reached text;
BEGIN
  IF actor_role() IS DISTINCT FROM 'patient' THEN
    RETURN NEW;
  END IF;
  PERFORM lock_schedule(NEW.patient_id);
  -- A claimed time counts only up to the database's own; an earlier one counts more as open.
  reached := CASE WHEN TG_OP = 'INSERT'
    THEN open_request_limit(NEW.doctor_id, NEW.starts_at, NULL, least(NEW.created_at, clock_timestamp()))
    ELSE open_request_limit(NEW.doctor_id, NEW.starts_at, NEW.id, least(NEW.updated_at, clock_timestamp())) END;
  IF reached IS NOT NULL THEN
    RAISE EXCEPTION 'appointments_requests_limited %', reached USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_requests_limited';
  END IF;
  RETURN NEW;
END
$$;
ALTER FUNCTION appointments_requests_limited() OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;

CREATE TRIGGER appointments_requests_limited BEFORE INSERT ON appointments
  FOR EACH ROW WHEN (current_user NOT IN ('slotwell_definer', 'slotwell_import'))
  EXECUTE FUNCTION appointments_requests_limited();
CREATE TRIGGER appointments_moves_limited BEFORE UPDATE OF starts_at ON appointments
  FOR EACH ROW WHEN (NEW.starts_at IS DISTINCT FROM OLD.starts_at AND NEW.event = 'rescheduled'
                     AND current_user NOT IN ('slotwell_definer', 'slotwell_import'))
  EXECUTE FUNCTION appointments_requests_limited();
