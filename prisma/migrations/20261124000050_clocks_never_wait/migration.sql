-- Two clocks at once could wait for each other: one had expired a request, and with it its hold, and
-- came to a hold that the other was releasing, which in turn had come to the first one's. As with
-- requests, what somebody else has in hand is left to them.

-- FOR UPDATE asks for the right to.
GRANT UPDATE ON slot_holds TO slotwell_definer;

CREATE OR REPLACE FUNCTION release_holds(as_of timestamptz) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  released integer;
BEGIN
  WITH due AS (
    SELECT appointment_id, starts_at FROM slot_holds WHERE expires_at <= as_of FOR UPDATE SKIP LOCKED
  )
  DELETE FROM slot_holds h USING due WHERE (h.appointment_id, h.starts_at) = (due.appointment_id, due.starts_at);
  GET DIAGNOSTICS released = ROW_COUNT;
  RETURN released;
END
$$;
