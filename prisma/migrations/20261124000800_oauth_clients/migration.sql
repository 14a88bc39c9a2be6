-- The programs that may ask the authorization server (docs/decisions/060-authorization-server.md).

CREATE TABLE oauth_clients (
  id            text PRIMARY KEY,
  name          text NOT NULL,
  kind          text NOT NULL,
  -- How it proves itself: by a secret, of which only the hash is kept, or by its public keys (a JWK Set).
  secret_hash   text,
  jwks          jsonb,
  redirect_uris text[] NOT NULL DEFAULT '{}',
  -- Of the API; who signs people in may always ask who they are besides.
  scopes        text[] NOT NULL DEFAULT '{}',
  -- Its tokens are worth something only together with a key of its own (RFC 9449).
  dpop_bound    boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL DEFAULT now(),
  disabled_at   timestamptz,
  last_used_at  timestamptz,
  CONSTRAINT oauth_clients_name_form CHECK (length(trim(name)) BETWEEN 1 AND 100),
  CONSTRAINT oauth_clients_kind CHECK (kind IN ('public', 'confidential', 'service')),
  CONSTRAINT oauth_clients_proof CHECK (num_nonnulls(secret_hash, jwks) = CASE kind WHEN 'public' THEN 0 ELSE 1 END),
  CONSTRAINT oauth_clients_redirects CHECK ((kind = 'service') = (redirect_uris = '{}'))
);

-- Of grants: when somebody said yes, and when what was given for it was last used.
ALTER TABLE oidc_artifacts
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN last_used_at timestamptz;
CREATE INDEX oidc_artifacts_of_client ON oidc_artifacts (client_id) WHERE client_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_clients TO slotwell_identity;
GRANT INSERT ON oauth_clients TO slotwell_import;
GRANT SELECT (id, name) ON oauth_clients TO slotwell_definer;
