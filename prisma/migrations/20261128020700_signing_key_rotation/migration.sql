-- A signing key is published before it signs. The key of an installation of today has signed since it
-- was made, and keeps its id.
ALTER TABLE signing_keys ADD COLUMN signs_from timestamptz NOT NULL DEFAULT now();
UPDATE signing_keys SET signs_from = created_at;

-- A key that has ended is deleted.
GRANT DELETE ON signing_keys TO slotwell_identity;
