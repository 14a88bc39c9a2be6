-- Acts on second factors and devices are noted as the database sees them (docs/decisions/068 and 069): identity
-- cannot write them in the name of any user, nor add or remove a factor without an entry.

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- The user is that of the row.
CREATE FUNCTION note_of_row() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid;
BEGIN
  IF TG_OP = 'DELETE' THEN
    whose := OLD.user_id;
  ELSE
    whose := NEW.user_id;
  END IF;
  PERFORM audit_append((NULL, NULL, whose, (SELECT role FROM users WHERE id = whose), TG_ARGV[0],
    'user', whose, NULL, '{}', NULL)::audit_events);
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER totp_added AFTER INSERT ON totp_factors
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_of_row('account.totp-added');
CREATE CONSTRAINT TRIGGER passkey_added AFTER INSERT ON passkeys
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_of_row('account.passkey-added');
-- Not what slotwell_definer removes: a reset and a closed account have entries of their own, and their own actors.
CREATE CONSTRAINT TRIGGER totp_removed AFTER DELETE ON totp_factors
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (current_user <> 'slotwell_definer')
  EXECUTE FUNCTION note_of_row('account.totp-removed');
CREATE CONSTRAINT TRIGGER passkey_removed AFTER DELETE ON passkeys
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (current_user <> 'slotwell_definer')
  EXECUTE FUNCTION note_of_row('account.passkey-removed');
CREATE CONSTRAINT TRIGGER new_device AFTER INSERT ON known_devices
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_new) EXECUTE FUNCTION note_of_row('account.new-device');
CREATE CONSTRAINT TRIGGER device_removed AFTER UPDATE ON known_devices
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL)
  EXECUTE FUNCTION note_of_row('account.device-removed');

-- Spends a recovery code by its hash, and notes it: once, because of two at once only one finds the row.
CREATE FUNCTION spend_recovery_code(of_user uuid, of_hash text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM recovery_codes WHERE user_id = of_user AND code_hash = of_hash;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM audit_append((NULL, NULL, of_user, (SELECT role FROM users WHERE id = of_user), 'account.recovery-code-used',
    'user', of_user, NULL, '{}', NULL)::audit_events);
  RETURN true;
END
$$;

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
    -- Who gives a code has given the password before, or is signed in.
    WHEN 'account.second-factor-failed' THEN EXISTS (SELECT FROM sign_in_steps s WHERE s.user_id = of_user)
      OR EXISTS (SELECT FROM sessions s WHERE s.user_id = of_user)
    WHEN 'account.recovery-codes-made' THEN EXISTS (
      SELECT FROM recovery_codes r WHERE r.user_id = of_user AND r.xmin = written)
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

ALTER FUNCTION note_of_row() OWNER TO slotwell_definer;
ALTER FUNCTION spend_recovery_code(uuid, text) OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
GRANT SELECT (code_hash, xmin) ON recovery_codes TO slotwell_definer;
GRANT EXECUTE ON FUNCTION spend_recovery_code(uuid, text) TO slotwell_identity;
