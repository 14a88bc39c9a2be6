-- What is said about a visit is clinical text as well: why somebody comes, why it was declined, moved
-- or squeezed in. It is encrypted like medical records (docs/decisions/052-encryption-at-rest.md).

-- One place says what an encrypted text looks like.
CREATE FUNCTION is_encrypted(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT value ~ '^enc:[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{38,}={0,2}$'
$$;
GRANT EXECUTE ON FUNCTION is_encrypted(text) TO slotwell_app, slotwell_definer, slotwell_import;

-- 4,000 bytes of text are 5,380 characters then.
ALTER TABLE appointments
  DROP CONSTRAINT appointments_reason_length,
  DROP CONSTRAINT appointments_overbook_reason_length,
  ADD CONSTRAINT appointments_words_length CHECK (
    length(reason) <= 8000 AND length(status_reason) <= 8000 AND length(overbook_reason) <= 8000),
  -- NOT VALID: what the version before wrote is encrypted right after the migrations.
  ADD CONSTRAINT appointments_encrypted CHECK (
    is_encrypted(reason) AND is_encrypted(status_reason) AND is_encrypted(overbook_reason)) NOT VALID;

-- Events are written by a trigger, which copies: their words are bound to the appointment's columns.
ALTER TABLE appointment_events ADD CONSTRAINT appointment_events_encrypted CHECK (
  is_encrypted(reason) AND is_encrypted(overbook_reason)) NOT VALID;

GRANT UPDATE (reason, status_reason, overbook_reason) ON appointments TO slotwell_import;
GRANT UPDATE (reason, overbook_reason) ON appointment_events TO slotwell_import;
