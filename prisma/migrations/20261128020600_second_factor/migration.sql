-- A second factor at sign-in: an authenticator app (TOTP, RFC 6238) and recovery codes
-- (docs/decisions/069-second-factor.md). slotwell_identity alone reads these tables.

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- The authenticator app of a user.
CREATE TABLE totp_factors (
  user_id   uuid PRIMARY KEY REFERENCES users (id),
  secret    text NOT NULL,
  -- The newest time step of which a code was accepted: no code counts twice (RFC 6238, 5.2).
  last_step bigint NOT NULL,
  added_at  timestamptz NOT NULL,
  CONSTRAINT totp_factors_encrypted CHECK (is_encrypted(secret))
);

-- An authenticator app that has not given its first code yet. Only the session that began sees it.
CREATE TABLE totp_enrolments (
  user_id    uuid PRIMARY KEY REFERENCES users (id),
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  sealed     text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX totp_enrolments_of_session ON totp_enrolments (session_id);
CREATE INDEX totp_enrolments_by_expiry ON totp_enrolments (expires_at);

-- For the day on which the second factor is lost: each code works once.
CREATE TABLE recovery_codes (
  user_id   uuid NOT NULL REFERENCES users (id),
  code_hash text NOT NULL,
  PRIMARY KEY (user_id, code_hash)
);

-- How a session began, and what a ticket stands for (RFC 8176), for example {pwd,otp}.
ALTER TABLE sessions ADD COLUMN amr text[] NOT NULL DEFAULT '{pwd}';
ALTER TABLE sign_in_tickets ADD COLUMN amr text[] NOT NULL DEFAULT '{pwd}';

-- A sign-in whose password was right and whose second factor is awaited. Opens nothing.
CREATE TABLE sign_in_steps (
  token_hash text PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users (id),
  amr        text[] NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_steps_of_user ON sign_in_steps (user_id);
CREATE INDEX sign_in_steps_by_expiry ON sign_in_steps (expires_at);

-- A sign-in under way ends with what it began with: the password, the role, the open account.
CREATE FUNCTION users_end_sign_ins() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM sign_in_steps WHERE user_id = NEW.id;
  DELETE FROM sign_in_tickets WHERE user_id = NEW.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER end_sign_ins AFTER UPDATE OF password_hash, role, disabled_at, closed_at ON users
  FOR EACH ROW WHEN ((OLD.password_hash, OLD.role, OLD.disabled_at, OLD.closed_at)
    IS DISTINCT FROM (NEW.password_hash, NEW.role, NEW.disabled_at, NEW.closed_at))
  EXECUTE FUNCTION users_end_sign_ins();

CREATE FUNCTION forget_second_factors(of_user uuid) RETURNS void
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM totp_factors WHERE user_id = of_user;
  DELETE FROM totp_enrolments WHERE user_id = of_user;
  DELETE FROM recovery_codes WHERE user_id = of_user;
  DELETE FROM sign_in_steps WHERE user_id = of_user;
END
$$;

-- A closed account keeps no credential.
CREATE FUNCTION users_forget_second_factors() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM forget_second_factors(NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER forget_second_factors AFTER UPDATE OF closed_at ON users
  FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL)
  EXECUTE FUNCTION users_forget_second_factors();

-- For a user who has lost the second factor and the recovery codes: the next sign-in needs the password
-- alone, and their role decides whether it leads to a new second factor. Ends their sessions, because a
-- thief may have begun one of them.
CREATE FUNCTION account_reset_second_factor(of_user uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM claim_account(of_user);
  PERFORM forget_second_factors(of_user);
  PERFORM account_end_sessions(of_user, NULL);
  PERFORM audit_of_account('account.second-factor-reset', of_user, '{}');
END
$$;

DO $$
DECLARE
  handed text;
BEGIN
  FOREACH handed IN ARRAY ARRAY['users_end_sign_ins()', 'forget_second_factors(uuid)', 'users_forget_second_factors()',
    'account_reset_second_factor(uuid)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO slotwell_definer', handed);
  END LOOP;
END
$$;

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

GRANT SELECT, INSERT, DELETE, UPDATE (last_step) ON totp_factors TO slotwell_identity;
GRANT SELECT, INSERT, DELETE, UPDATE (session_id, sealed, expires_at) ON totp_enrolments TO slotwell_identity;
GRANT SELECT, INSERT, DELETE ON recovery_codes, sign_in_steps TO slotwell_identity;
GRANT UPDATE (amr) ON sessions TO slotwell_identity;
GRANT EXECUTE ON FUNCTION is_encrypted(text) TO slotwell_identity;
-- For `npm run keys:rotate`.
GRANT SELECT, UPDATE (secret) ON totp_factors TO slotwell_import;
GRANT SELECT (user_id), DELETE ON totp_factors, totp_enrolments, recovery_codes, sign_in_steps TO slotwell_definer;
GRANT EXECUTE ON FUNCTION account_reset_second_factor(uuid) TO slotwell_app;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
