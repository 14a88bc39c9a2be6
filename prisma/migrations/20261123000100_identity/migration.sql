-- Who may sign in, and everything that signing in needs. slotwell_identity alone reads these tables.
-- No bearer secret stands in them: tokens are hashed, what must come back is encrypted.

-- A person at an outside provider. Never matched by e-mail: (issuer, subject) is the identity.
CREATE TABLE accounts (
  issuer     text NOT NULL,
  subject    text NOT NULL,
  user_id    uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject),
  CONSTRAINT accounts_identity_form CHECK (length(issuer) BETWEEN 1 AND 2000 AND length(subject) BETWEEN 1 AND 2000)
);
CREATE INDEX accounts_of_user ON accounts (user_id);

CREATE TABLE sessions (
  id           uuid PRIMARY KEY DEFAULT uuid_v7(),
  token_hash   text NOT NULL UNIQUE,
  user_id      uuid NOT NULL REFERENCES users (id),
  -- 'password', or the outside provider's id.
  via          text NOT NULL,
  user_agent   text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  CONSTRAINT sessions_window CHECK (created_at <= last_seen_at AND created_at < expires_at),
  CONSTRAINT sessions_user_agent_length CHECK (length(user_agent) <= 400)
);
CREATE INDEX sessions_of_user ON sessions (user_id, last_seen_at DESC);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX sessions_by_use ON sessions (last_seen_at);

-- A password was right a moment ago: carries that from the form through the authorization server.
CREATE TABLE sign_in_tickets (
  token_hash text PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users (id),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_tickets_by_expiry ON sign_in_tickets (expires_at);

-- A link that lets somebody choose a password, once.
CREATE TABLE welcome_links (
  token_hash text PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users (id),
  expires_at timestamptz NOT NULL
);
CREATE INDEX welcome_links_of_user ON welcome_links (user_id);
CREATE INDEX welcome_links_by_expiry ON welcome_links (expires_at);

-- What counts against a limit: failed sign-ins and registrations. The key is a keyed hash of an
-- account or an address, so that nobody can read from it who tried.
CREATE TABLE counted_attempts (
  id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL,
  at  timestamptz NOT NULL
);
CREATE INDEX counted_attempts_by_key ON counted_attempts (key, at);
CREATE INDEX counted_attempts_by_age ON counted_attempts (at);

-- Codes, tokens, grants, interactions and sessions of the authorization server.
CREATE TABLE oidc_artifacts (
  kind        text NOT NULL,
  id_hash     text NOT NULL,
  payload     text NOT NULL,
  grant_hash  text,
  uid_hash    text,
  client_id   text,
  user_id     uuid,
  consumed_at timestamptz,
  expires_at  timestamptz,
  PRIMARY KEY (kind, id_hash)
);
CREATE INDEX oidc_artifacts_of_grant ON oidc_artifacts (grant_hash) WHERE grant_hash IS NOT NULL;
CREATE INDEX oidc_artifacts_by_uid ON oidc_artifacts (kind, uid_hash) WHERE uid_hash IS NOT NULL;
CREATE INDEX oidc_artifacts_of_user ON oidc_artifacts (user_id, client_id) WHERE user_id IS NOT NULL;
CREATE INDEX oidc_artifacts_by_expiry ON oidc_artifacts (expires_at);

-- The keys that sign ID tokens, encrypted with a key that only the application has.
CREATE TABLE signing_keys (
  kid        text PRIMARY KEY,
  sealed     text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT ON accounts, signing_keys TO slotwell_identity;
GRANT SELECT, INSERT, DELETE ON sign_in_tickets, welcome_links, counted_attempts TO slotwell_identity;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, oidc_artifacts TO slotwell_identity;
