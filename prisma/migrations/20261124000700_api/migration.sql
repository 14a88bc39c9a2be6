-- What the API needs besides the pages: counted requests, the audit trail as admins read it, and roles
-- that an admin changes.

-- How many requests somebody has made in the current window. Shared by all processes; lost with a crash
-- of the database, and then everybody begins anew. The key tells nobody's address: it is a keyed hash.
CREATE UNLOGGED TABLE request_counts (
  key          text PRIMARY KEY,
  window_start timestamptz NOT NULL,
  count        integer NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX request_counts_by_age ON request_counts (window_start);
GRANT SELECT, INSERT, UPDATE, DELETE ON request_counts TO slotwell_identity;

-- ── The audit trail, for admins ─────────────────────────────────────────────────────────────────

-- Locks the head until the transaction ends: whoever appends does it last. What a program does by
-- somebody's token is told from what they do themselves.
CREATE OR REPLACE FUNCTION audit_append(entry audit_events) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  head audit_head;
  program text := nullif(current_setting('app.client_id', true), '');
BEGIN
  SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
  entry.seq := head.seq + 1;
  entry.at := clock_timestamp();
  entry.detail := coalesce(entry.detail, '{}');
  IF program IS NOT NULL THEN
    entry.detail := entry.detail || jsonb_build_object('client', program);
  END IF;
  entry.hash := audit_hash(head.hash, entry);
  INSERT INTO audit_events SELECT (entry).*;
  UPDATE audit_head SET seq = entry.seq, hash = entry.hash;
END
$$;

-- Like access_log(), of everybody. Who is no admin now gets nothing, whatever the application says. Planned
-- anew for what is asked (a function of SQL would be planned for all of it at once, which reads the whole trail).
CREATE FUNCTION audit_trail(of_actor uuid, of_patient uuid, of_action text, since timestamptz, until timestamptz,
    before_seq bigint, at_most integer)
  RETURNS TABLE (seq bigint, at timestamptz, actor_id uuid, actor_name text, actor_role user_role, action text,
    entity text, entity_id uuid, patient_id uuid, patient_name text, client_name text, detail jsonb)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT e.seq, e.at, e.actor_id, u.name, e.actor_role, e.action, e.entity, e.entity_id, e.patient_id,
    p.full_name, c.name, e.detail
  FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id LEFT JOIN patients p ON p.id = e.patient_id
    LEFT JOIN oauth_clients c ON c.id = e.detail ->> 'client'
  WHERE (SELECT actor_role()) = 'admin'
    AND (of_actor IS NULL OR e.actor_id = of_actor)
    AND (of_patient IS NULL OR e.patient_id = of_patient)
    AND (of_action IS NULL OR e.action = of_action)
    AND (since IS NULL OR e.at >= since)
    AND (until IS NULL OR e.at < until)
    AND (before_seq IS NULL OR e.seq < before_seq)
  ORDER BY e.seq DESC LIMIT least(at_most, 101);
END
$$;

-- ── Roles ───────────────────────────────────────────────────────────────────────────────────────

-- Gives an account another role. Whoever becomes a doctor has been verified as one, and whoever becomes
-- a patient has a profile. The sessions and what other programs hold end: they were another role's.
CREATE FUNCTION account_change_role(of_user uuid, new_role user_role, as_of timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  account record;
BEGIN
  SELECT * INTO account FROM claim_account(of_user);
  IF account.role = new_role THEN
    RETURN;
  END IF;
  IF (new_role = 'doctor' AND NOT EXISTS (SELECT FROM doctors WHERE user_id = of_user AND verified_at IS NOT NULL))
    OR (new_role = 'patient' AND NOT EXISTS (SELECT FROM patients WHERE user_id = of_user)) THEN
    RAISE EXCEPTION 'accounts_role_has_profile' USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_role_has_profile';
  END IF;
  UPDATE users SET role = new_role, updated_at = as_of WHERE id = of_user;
  -- As with a disabled account: nobody waits for the answer of a doctor who is none any more.
  UPDATE doctors SET accepting_patients = false, schedule_version = schedule_version + 1, updated_at = as_of WHERE user_id = of_user AND accepting_patients;
  PERFORM account_end_sessions(of_user, NULL);
  PERFORM audit_of_account('account.change-role', of_user, jsonb_build_object('from', account.role, 'to', new_role));
END
$$;

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

GRANT CREATE ON SCHEMA public TO slotwell_definer;
ALTER FUNCTION audit_trail(uuid, uuid, text, timestamptz, timestamptz, bigint, integer) OWNER TO slotwell_definer;
ALTER FUNCTION account_change_role(uuid, user_role, timestamptz) OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
GRANT EXECUTE ON FUNCTION audit_trail(uuid, uuid, text, timestamptz, timestamptz, bigint, integer),
  account_change_role(uuid, user_role, timestamptz) TO slotwell_app;
