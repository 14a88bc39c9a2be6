-- When the user of a session last gave their password for a sensitive act.
ALTER TABLE sessions ADD COLUMN proven_at timestamptz;
GRANT UPDATE (proven_at) ON sessions TO slotwell_identity;
