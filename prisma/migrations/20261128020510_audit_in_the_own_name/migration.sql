-- Who did what is derived by the database. Before, audit_note() took any act without an actor, and
-- audit_account() any act in the name of any user.

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── The clinical role ───────────────────────────────────────────────────────────────────────────

-- Notes what the actor has read or looked for. Changes are noted by triggers and by the functions that make
-- them, so no other act is taken, and none without a user who is signed in. The patient is that of the row.
CREATE OR REPLACE FUNCTION audit_note(action text, entity text, entity_id uuid, patient_id uuid, detail jsonb)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_row uuid := entity_id;
  of_patient uuid := patient_id;
  whose uuid;
BEGIN
  IF actor_role() IS NULL OR action !~ '^[a-z-]+\.(read|list|export|missed|acknowledge)$' THEN
    RAISE EXCEPTION 'audit_note_of_reader: only what a user reads is noted here'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'audit_note_of_reader';
  END IF;
  whose := CASE entity
    WHEN 'patients' THEN of_row
    WHEN 'patient_profiles' THEN of_row
    WHEN 'appointments' THEN (SELECT a.patient_id FROM appointments a WHERE a.id = of_row)
    WHEN 'medical_records' THEN (SELECT r.patient_id FROM medical_records r WHERE r.id = of_row)
    WHEN 'history_entries' THEN (SELECT h.patient_id FROM history_entries h WHERE h.id = of_row)
    WHEN 'attachments' THEN (SELECT a.patient_id FROM attachments a WHERE a.id = of_row)
    WHEN 'user' THEN (SELECT p.id FROM patients p WHERE p.user_id = of_row)
    ELSE of_patient END;
  IF of_row IS NOT NULL AND whose IS DISTINCT FROM of_patient THEN
    RAISE EXCEPTION 'audit_note_of_patient: the row is not of that patient'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'audit_note_of_patient';
  END IF;
  PERFORM audit_append((NULL, NULL, actor_id(), actor_role(), action, entity, entity_id, patient_id, detail, NULL)::audit_events);
END
$$;

-- What an operator does by command. Has no actor.
CREATE FUNCTION audit_command(action text, entity text, detail jsonb) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF action NOT IN ('keys.rotate', 'demo.import') THEN
    RAISE EXCEPTION 'audit_command_known: no such command'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'audit_command_known';
  END IF;
  PERFORM audit_append((NULL, NULL, NULL, NULL, action, entity, NULL, NULL, detail, NULL)::audit_events);
END
$$;

-- ── Identity ────────────────────────────────────────────────────────────────────────────────────

-- No session begins without its entry. The user is that of the session.
CREATE FUNCTION sessions_begun() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM audit_append((NULL, NULL, NEW.user_id, (SELECT role FROM users WHERE id = NEW.user_id), 'account.signed-in',
    'user', NEW.user_id, NULL, jsonb_build_object('via', NEW.via), NULL)::audit_events);
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER sessions_begun AFTER INSERT ON sessions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sessions_begun();

-- Notes an act of a user or upon an account, if the database shows that it happens: a row that this
-- transaction has written, a session or a grant that is there. Before sign-in there is nothing
-- to show: entries about a refused attempt are in the name of the account that was tried.
CREATE OR REPLACE FUNCTION audit_account(of_user uuid, action text, detail jsonb)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  written xid := pg_current_xact_id()::xid;
  of_client text := detail ->> 'client';
  shown boolean;
BEGIN
  shown := CASE action
    WHEN 'account.sign-in-failed' THEN true
    WHEN 'account.throttled' THEN true
    WHEN 'account.registration-refused' THEN true
    WHEN 'account.confirmation-failed' THEN EXISTS (SELECT FROM sessions s WHERE s.user_id = of_user)
    WHEN 'account.registered' THEN EXISTS (SELECT FROM users u WHERE u.id = of_user AND u.xmin = written)
    WHEN 'account.password-changed' THEN EXISTS (SELECT FROM users u WHERE u.id = of_user AND u.xmin = written)
    WHEN 'account.welcome-issued' THEN EXISTS (SELECT FROM welcome_links w WHERE w.user_id = of_user AND w.xmin = written)
    WHEN 'account.client-connected' THEN EXISTS (
      SELECT FROM oidc_artifacts a WHERE a.kind = 'Grant' AND a.user_id = of_user AND a.client_id = of_client)
    WHEN 'account.client-disconnected' THEN EXISTS (
      SELECT FROM oidc_artifacts a WHERE a.kind = 'Grant' AND a.user_id = of_user AND a.client_id = of_client)
    ELSE action ~ '^client\.(created|secret-rotated|scopes-changed|disabled|enabled|deleted)$' AND EXISTS (
      SELECT FROM users u JOIN sessions s ON s.user_id = u.id, oauth_clients c
      WHERE u.id = of_user AND u.role = 'admin' AND u.disabled_at IS NULL
        AND c.id = of_client AND (action = 'client.deleted' OR c.xmin = written))
    END;
  IF shown IS NOT TRUE THEN
    RAISE EXCEPTION 'audit_account_shown: nothing shows that this happens'
      USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'audit_account_shown';
  END IF;
  PERFORM audit_append((NULL, NULL, of_user, (SELECT role FROM users WHERE id = of_user), action, 'user', of_user, NULL, detail, NULL)::audit_events);
END
$$;

-- Ends the session of a browser by the hash of its token, and notes that its user signed out.
CREATE FUNCTION session_sign_out(of_token text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ended uuid;
BEGIN
  DELETE FROM sessions WHERE token_hash = of_token RETURNING user_id INTO ended;
  IF ended IS NULL THEN
    RETURN false;
  END IF;
  PERFORM audit_append((NULL, NULL, ended, (SELECT role FROM users WHERE id = ended), 'account.signed-out', 'user', ended, NULL, '{}', NULL)::audit_events);
  RETURN true;
END
$$;

-- Ends one session of a user, who asks from another of theirs.
CREATE FUNCTION session_end(of_session uuid, of_user uuid) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ended uuid;
BEGIN
  DELETE FROM sessions WHERE id = of_session AND user_id = of_user RETURNING user_id INTO ended;
  IF ended IS NULL THEN
    RETURN false;
  END IF;
  PERFORM audit_append((NULL, NULL, ended, (SELECT role FROM users WHERE id = ended), 'account.session-ended', 'user', ended, NULL, '{}', NULL)::audit_events);
  RETURN true;
END
$$;

-- ── Privileges ──────────────────────────────────────────────────────────────────────────────────

ALTER FUNCTION audit_command(text, text, jsonb) OWNER TO slotwell_definer;
ALTER FUNCTION sessions_begun() OWNER TO slotwell_definer;
ALTER FUNCTION session_sign_out(text) OWNER TO slotwell_definer;
ALTER FUNCTION session_end(uuid, uuid) OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
GRANT SELECT (xmin) ON oauth_clients TO slotwell_definer;
REVOKE EXECUTE ON FUNCTION audit_note(text, text, uuid, uuid, jsonb) FROM slotwell_import;
GRANT EXECUTE ON FUNCTION audit_command(text, text, jsonb) TO slotwell_import;
GRANT EXECUTE ON FUNCTION session_sign_out(text), session_end(uuid, uuid) TO slotwell_identity;
