-- A form that was opened by another account is refused (`account_changed`), and noted like other refusals.
GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- Notes that the actor was refused `about`: whatever of a patient's has that id, or nothing. At most 60 an
-- hour of one user: counted in one statement, which those who come at once make one after another. The last
-- of them says so. A refusal of the actor's own data is not noted.
CREATE OR REPLACE FUNCTION audit_refused(about uuid, code text, asked_for text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  at_most CONSTANT integer := 60;
  found record;
  noted integer;
BEGIN
  IF actor_role() IS NULL OR code NOT IN ('not_found', 'forbidden', 'insufficient_scope', 'account_changed') THEN
    RETURN;
  END IF;
  SELECT o.entity, o.patient_id INTO found FROM (
    SELECT 'patients', p.id FROM patients p WHERE p.id = about
    UNION ALL SELECT 'appointments', a.patient_id FROM appointments a WHERE a.id = about
    UNION ALL SELECT 'medical_records', r.patient_id FROM medical_records r WHERE r.id = about
    UNION ALL SELECT 'history_entries', h.patient_id FROM history_entries h WHERE h.id = about
    UNION ALL SELECT 'attachments', f.patient_id FROM attachments f WHERE f.id = about
  ) o (entity, patient_id);
  IF found.patient_id = ANY (actor_patients()) THEN
    RETURN;
  END IF;
  INSERT INTO refusal_counts AS c (user_id, window_start, count) VALUES (actor_id(), now(), 1)
  ON CONFLICT (user_id) DO UPDATE SET
    count = CASE WHEN c.window_start > now() - interval '1 hour' THEN c.count + 1 ELSE 1 END,
    window_start = CASE WHEN c.window_start > now() - interval '1 hour' THEN c.window_start ELSE now() END
    WHERE c.count < at_most OR c.window_start <= now() - interval '1 hour'
  RETURNING c.count INTO noted;
  IF noted IS NULL THEN
    RETURN;
  END IF;
  PERFORM audit_append((NULL, NULL, actor_id(), actor_role(), 'access.refused', coalesce(found.entity, 'unknown'), about, found.patient_id,
    jsonb_strip_nulls(jsonb_build_object('code', code, 'action', asked_for, 'last', CASE WHEN noted = at_most THEN true END)), NULL)::audit_events);
END
$$;

REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
