-- Refusals are counted by patient and actor: what a user asks for that is no patient's uses up no budget of
-- patients' data, and what is beyond a budget is summed up in one entry instead of lost.

-- `patient_id` is all zeros for what is no patient's. Written ahead now: a count that a crash forgets is a
-- number of refusals that no entry tells.
ALTER TABLE refusal_counts SET LOGGED;
ALTER TABLE refusal_counts ADD COLUMN patient_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  ADD COLUMN actor_role user_role;
ALTER TABLE refusal_counts DROP CONSTRAINT refusal_counts_pkey, ADD PRIMARY KEY (user_id, patient_id);
CREATE INDEX refusal_counts_by_age ON refusal_counts (window_start);
GRANT DELETE ON refusal_counts TO slotwell_definer;

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- How many refusals of one user are noted one by one within an hour: about one patient, and about nothing of
-- a patient's.
CREATE FUNCTION refusal_limit(of_patient uuid) RETURNS integer
  LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN of_patient = '00000000-0000-0000-0000-000000000000' THEN 60 ELSE 20 END
$$;

-- Tells how many refusals beyond the limit an hour had that is over.
CREATE FUNCTION audit_refusals_left_out(counted refusal_counts) RETURNS void
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  more integer := counted.count - refusal_limit(counted.patient_id);
  known uuid := nullif(counted.patient_id, '00000000-0000-0000-0000-000000000000');
BEGIN
  IF more > 0 THEN
    PERFORM audit_append((NULL, NULL, counted.user_id, counted.actor_role, 'access.refused',
      CASE WHEN known IS NULL THEN 'unknown' ELSE 'patients' END, known, known,
      jsonb_build_object('more', more, 'since', counted.window_start), NULL)::audit_events);
  END IF;
END
$$;

-- Notes that the actor was refused `about`: whatever of a patient's has that id, or nothing. Counted in one
-- statement, which those who come at once make one after another. The last entry within the limit says so. A
-- refusal of the actor's own data is not noted. Returns whether it is about another patient's.
DROP FUNCTION audit_refused(uuid, text, text);
CREATE FUNCTION audit_refused(about uuid, code text, asked_for text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found record;
  of_patient uuid;
  over refusal_counts;
  noted integer;
BEGIN
  IF actor_role() IS NULL OR code NOT IN ('not_found', 'forbidden', 'insufficient_scope', 'account_changed') THEN
    RETURN false;
  END IF;
  SELECT o.entity, o.patient_id INTO found FROM (
    SELECT 'patients', p.id FROM patients p WHERE p.id = about
    UNION ALL SELECT 'appointments', a.patient_id FROM appointments a WHERE a.id = about
    UNION ALL SELECT 'medical_records', r.patient_id FROM medical_records r WHERE r.id = about
    UNION ALL SELECT 'history_entries', h.patient_id FROM history_entries h WHERE h.id = about
    UNION ALL SELECT 'attachments', f.patient_id FROM attachments f WHERE f.id = about
  ) o (entity, patient_id);
  IF found.patient_id = ANY (actor_patients()) THEN
    RETURN false;
  END IF;
  of_patient := coalesce(found.patient_id, '00000000-0000-0000-0000-000000000000');
  DELETE FROM refusal_counts c
  WHERE c.user_id = actor_id() AND c.patient_id = of_patient AND c.window_start <= now() - interval '1 hour'
  RETURNING c.* INTO over;
  IF over.user_id IS NOT NULL THEN
    PERFORM audit_refusals_left_out(over);
  END IF;
  INSERT INTO refusal_counts AS c (user_id, patient_id, actor_role, window_start, count)
    VALUES (actor_id(), of_patient, actor_role(), now(), 1)
  ON CONFLICT (user_id, patient_id) DO UPDATE SET count = c.count + 1
  RETURNING c.count INTO noted;
  IF noted <= refusal_limit(of_patient) THEN
    PERFORM audit_append((NULL, NULL, actor_id(), actor_role(), 'access.refused', coalesce(found.entity, 'unknown'), about, found.patient_id,
      jsonb_strip_nulls(jsonb_build_object('code', code, 'action', asked_for,
        'last', CASE WHEN noted = refusal_limit(of_patient) THEN true END)), NULL)::audit_events);
  END IF;
  RETURN found.patient_id IS NOT NULL;
END
$$;

-- Closes the hours that are over, the oldest first, at most 500 at once. Returns how many.
CREATE FUNCTION close_refusal_counts() RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  over refusal_counts;
  closed integer := 0;
BEGIN
  FOR over IN
    DELETE FROM refusal_counts WHERE (user_id, patient_id) IN (
      SELECT c.user_id, c.patient_id FROM refusal_counts c WHERE c.window_start <= now() - interval '1 hour'
      ORDER BY c.window_start LIMIT 500 FOR UPDATE SKIP LOCKED)
    RETURNING *
  LOOP
    PERFORM audit_refusals_left_out(over);
    closed := closed + 1;
  END LOOP;
  RETURN closed;
END
$$;

ALTER FUNCTION refusal_limit(uuid) OWNER TO slotwell_definer;
ALTER FUNCTION audit_refusals_left_out(refusal_counts) OWNER TO slotwell_definer;
ALTER FUNCTION audit_refused(uuid, text, text) OWNER TO slotwell_definer;
ALTER FUNCTION close_refusal_counts() OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
REVOKE EXECUTE ON FUNCTION refusal_limit(uuid), audit_refusals_left_out(refusal_counts), audit_refused(uuid, text, text),
  close_refusal_counts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_refused(uuid, text, text), close_refusal_counts() TO slotwell_app;
