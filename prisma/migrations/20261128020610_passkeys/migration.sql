-- Passkeys (WebAuthn level 3; docs/decisions/069-second-factor.md). slotwell_identity alone reads these.

GRANT CREATE ON SCHEMA public TO slotwell_definer;

CREATE TABLE passkeys (
  id            uuid PRIMARY KEY DEFAULT uuid_v7(),
  user_id       uuid NOT NULL REFERENCES users (id),
  credential_id text NOT NULL,
  public_key    bytea NOT NULL,
  -- As the authenticator counts its signatures; many count none and stay at 0.
  counter       bigint NOT NULL,
  transports    text[] NOT NULL,
  name          text NOT NULL,
  created_at    timestamptz NOT NULL,
  last_used_at  timestamptz,
  -- A credential belongs to one user for good.
  CONSTRAINT passkeys_one_user UNIQUE (credential_id),
  CONSTRAINT passkeys_name_form CHECK (length(trim(name)) BETWEEN 1 AND 60),
  CONSTRAINT passkeys_counter CHECK (counter >= 0)
);
CREATE INDEX passkeys_of_user ON passkeys (user_id);

-- What an authenticator is asked to sign. Of a browser that signs in, the hash of a cookie; of a session
-- that adds a passkey, its id.
CREATE TABLE passkey_challenges (
  holder     text PRIMARY KEY,
  challenge  text NOT NULL,
  session_id uuid REFERENCES sessions (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_challenges_of_session ON passkey_challenges (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at);

CREATE OR REPLACE FUNCTION forget_second_factors(of_user uuid) RETURNS void
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM totp_factors WHERE user_id = of_user;
  DELETE FROM totp_enrolments WHERE user_id = of_user;
  DELETE FROM recovery_codes WHERE user_id = of_user;
  DELETE FROM passkeys WHERE user_id = of_user;
  DELETE FROM sign_in_steps WHERE user_id = of_user;
END
$$;

GRANT SELECT, INSERT, DELETE, UPDATE (counter, last_used_at, name) ON passkeys TO slotwell_identity;
GRANT SELECT, INSERT, DELETE, UPDATE (challenge, expires_at) ON passkey_challenges TO slotwell_identity;
GRANT SELECT (user_id), DELETE ON passkeys TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
