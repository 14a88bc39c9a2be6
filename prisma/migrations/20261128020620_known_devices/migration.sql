-- The browsers in which a user has signed in (docs/decisions/069-second-factor.md). slotwell_identity
-- alone reads them.

CREATE TABLE known_devices (
  id            uuid PRIMARY KEY DEFAULT uuid_v7(),
  user_id       uuid NOT NULL REFERENCES users (id),
  -- Of what the browser keeps in a cookie.
  token_hash    text NOT NULL,
  user_agent    text NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at  timestamptz NOT NULL,
  -- The user has not said yet that it was them.
  is_new        boolean NOT NULL,
  -- A removed one stays known as such, so that its cookie counts for nothing.
  removed_at    timestamptz,
  CONSTRAINT known_devices_one_user UNIQUE (user_id, token_hash),
  CONSTRAINT known_devices_user_agent_length CHECK (length(user_agent) <= 400)
);
CREATE INDEX known_devices_new ON known_devices (user_id) WHERE is_new;
CREATE INDEX known_devices_by_use ON known_devices (last_seen_at);

ALTER TABLE sessions ADD COLUMN device_id uuid REFERENCES known_devices (id) ON DELETE SET NULL;
CREATE INDEX sessions_of_device ON sessions (device_id) WHERE device_id IS NOT NULL;

-- A closed account keeps no trace of where its person signed in.
CREATE OR REPLACE FUNCTION users_forget_second_factors() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM forget_second_factors(NEW.id);
  DELETE FROM known_devices WHERE user_id = NEW.id;
  RETURN NULL;
END
$$;

GRANT SELECT, INSERT, DELETE, UPDATE (user_agent, last_seen_at, is_new, removed_at) ON known_devices TO slotwell_identity;
GRANT UPDATE (device_id) ON sessions TO slotwell_identity;
GRANT SELECT (user_id), DELETE ON known_devices TO slotwell_definer;
