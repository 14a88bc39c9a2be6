-- Revokes what the application's roles were granted and no code uses.

-- These columns change in functions of slotwell_definer alone, which check that an administrator asks.
REVOKE UPDATE (email, name, role, disabled_at) ON users FROM slotwell_identity;

-- A session never changes its user or its end.
REVOKE UPDATE ON sessions FROM slotwell_identity;
GRANT UPDATE (last_seen_at) ON sessions TO slotwell_identity;

DROP POLICY add ON clinics;
REVOKE INSERT, UPDATE ON clinics FROM slotwell_app;
GRANT UPDATE (retention_years) ON clinics TO slotwell_app;

-- These are replaced, never changed.
DROP POLICY change ON working_hours;
DROP POLICY change ON time_off;
REVOKE UPDATE ON working_hours, time_off FROM slotwell_app;

-- A key keeps its user, its request and its time; the answer comes later.
REVOKE UPDATE ON idempotency_keys FROM slotwell_app;
GRANT UPDATE (appointment_id, answer) ON idempotency_keys TO slotwell_app;
