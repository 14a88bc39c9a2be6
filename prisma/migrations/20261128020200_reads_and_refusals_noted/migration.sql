-- One entry for all patients of a list, and entries for refusals.

-- ── Entries about many patients ─────────────────────────────────────────────────────────────────

-- Such an entry has no `patient_id`; `detail.patients` has the ids, so that the hash covers them.
CREATE INDEX audit_events_of_patients ON audit_events USING gin ((detail -> 'patients') jsonb_path_ops)
  WHERE patient_id IS NULL AND detail ? 'patients';

-- The entries about several patients, `of_patient` among them. A function of its own, so that no plan reads
-- the whole trail instead of the index.
CREATE FUNCTION audit_listed(of_patient uuid) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.seq FROM audit_events e
  WHERE e.patient_id IS NULL AND e.detail ? 'patients'
    AND e.detail -> 'patients' @> jsonb_build_array(of_patient)
$$;

-- Without the ids of the other patients of a list. A patient is not told who another patient is that was refused.
CREATE OR REPLACE FUNCTION access_log(of_patient uuid, before_seq bigint, at_most integer)
  RETURNS TABLE (seq bigint, at timestamptz, actor_id uuid, actor_name text, actor_role user_role, action text,
    entity text, entity_id uuid, detail jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH own AS (SELECT p.user_id FROM patients p WHERE p.id = of_patient),
  about AS (
    (SELECT e.* FROM audit_events e
     WHERE e.patient_id = of_patient AND e.actor_id IS NOT NULL AND e.actor_id IS DISTINCT FROM (SELECT user_id FROM own)
       AND (before_seq IS NULL OR e.seq < before_seq)
     ORDER BY e.seq DESC LIMIT least(at_most, 201))
    UNION ALL
    (SELECT e.* FROM audit_listed(of_patient) listed JOIN audit_events e ON e.seq = listed
     WHERE e.actor_id IS NOT NULL AND e.actor_id IS DISTINCT FROM (SELECT user_id FROM own)
       AND (before_seq IS NULL OR e.seq < before_seq)
     ORDER BY e.seq DESC LIMIT least(at_most, 201))
  )
  SELECT e.seq, e.at, CASE WHEN told THEN e.actor_id END, CASE WHEN told THEN coalesce(d.full_name, u.name) END, e.actor_role,
    e.action, e.entity, e.entity_id, e.detail - 'patients'
  FROM about e LEFT JOIN users u ON u.id = e.actor_id LEFT JOIN doctors d ON d.user_id = e.actor_id
    CROSS JOIN LATERAL (SELECT e.actor_role IS DISTINCT FROM 'patient' OR (SELECT actor_role()) = 'admin') t (told)
  WHERE of_patient = ANY ((SELECT actor_patients())::uuid[]) OR (SELECT actor_role()) = 'admin'
  ORDER BY e.seq DESC LIMIT least(at_most, 201)
$$;

CREATE OR REPLACE FUNCTION audit_trail(of_actor uuid, of_patient uuid, of_action text, since timestamptz, until timestamptz,
    before_seq bigint, at_most integer)
  RETURNS TABLE (seq bigint, at timestamptz, actor_id uuid, actor_name text, actor_role user_role, action text,
    entity text, entity_id uuid, patient_id uuid, patient_name text, client_name text, detail jsonb)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
  listed bigint[] := CASE WHEN of_patient IS NOT NULL AND actor_role() = 'admin' THEN ARRAY(SELECT audit_listed(of_patient)) END;
BEGIN
  RETURN QUERY SELECT e.seq, e.at, e.actor_id, u.name, e.actor_role, e.action, e.entity, e.entity_id, e.patient_id,
    p.full_name, c.name, e.detail
  FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id LEFT JOIN patients p ON p.id = e.patient_id
    LEFT JOIN oauth_clients c ON c.id = e.detail ->> 'client'
  WHERE (SELECT actor_role()) = 'admin'
    AND (of_actor IS NULL OR e.actor_id = of_actor)
    AND (of_patient IS NULL OR e.patient_id = of_patient OR e.seq = ANY (listed))
    AND (of_action IS NULL OR e.action = of_action)
    AND (since IS NULL OR e.at >= since)
    AND (until IS NULL OR e.at < until)
    AND (before_seq IS NULL OR e.seq < before_seq)
  ORDER BY e.seq DESC LIMIT least(at_most, 101);
END
$$;

-- ── Refusals ────────────────────────────────────────────────────────────────────────────────────

-- How many refusals of a user were noted in the current hour. Lost with a crash of the database, and then
-- every count begins at zero.
CREATE UNLOGGED TABLE refusal_counts (
  user_id      uuid PRIMARY KEY,
  window_start timestamptz NOT NULL,
  count        integer NOT NULL
) WITH (fillfactor = 50);
ALTER TABLE refusal_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE refusal_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY definer ON refusal_counts TO slotwell_definer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON refusal_counts TO slotwell_definer;

-- Notes that the actor was refused `about`: whatever of a patient's has that id, or nothing. At most 60 an
-- hour of one user: counted in one statement, which those who come at once make one after another. The last
-- of them says so. A refusal of the actor's own data is not noted.
CREATE FUNCTION audit_refused(about uuid, code text, asked_for text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  at_most CONSTANT integer := 60;
  found record;
  noted integer;
BEGIN
  IF actor_role() IS NULL OR code NOT IN ('not_found', 'forbidden', 'insufficient_scope') THEN
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

GRANT CREATE ON SCHEMA public TO slotwell_definer;
ALTER FUNCTION audit_listed(uuid) OWNER TO slotwell_definer;
ALTER FUNCTION audit_refused(uuid, text, text) OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
REVOKE EXECUTE ON FUNCTION audit_listed(uuid), audit_refused(uuid, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_refused(uuid, text, text) TO slotwell_app;
