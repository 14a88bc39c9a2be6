-- The readiness check updates this row: it proves that the database stores what is written.

CREATE TABLE readiness_probe (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  checked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO readiness_probe DEFAULT VALUES;
GRANT UPDATE (checked_at) ON readiness_probe TO slotwell_app;
