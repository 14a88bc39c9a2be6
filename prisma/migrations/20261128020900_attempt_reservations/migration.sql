-- Counts an attempt in advance, so that parallel attempts cannot all see a count that is still below the
-- limit: 250 wrong sign-ins at once all reached the password.
--
-- Gives the seconds to wait for each key, in the order of the keys. If all are 0, the attempt is counted for
-- each key, in the rows `ids`; otherwise for none. A key may have `most` attempts within the seconds in `within`.
CREATE FUNCTION reserve_attempt(keys text[], most integer[], within double precision[], as_of timestamptz,
    OUT waits double precision[], OUT ids bigint[])
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  counted_key text;
BEGIN
  as_of := clamp_to_clock(as_of);
  ids := '{}';
  -- Sorted, so that two attempts cannot wait for each other. 7300005 stands for this table.
  FOR counted_key IN SELECT key FROM unnest(keys) AS key ORDER BY key LOOP
    PERFORM pg_advisory_xact_lock(7300005, hashtext(counted_key));
  END LOOP;
  -- A statement of its own after the locks: it sees what the attempts before have counted.
  SELECT array_agg(coalesce(extract(epoch FROM blocking.at - as_of) + wanted.within, 0) ORDER BY n)
  INTO waits
  FROM unnest(keys, most, within) WITH ORDINALITY AS wanted (key, most, within, n)
  LEFT JOIN LATERAL (
    -- The attempt that has to leave the window before one more fits in.
    SELECT c.at FROM counted_attempts c
    WHERE c.key = wanted.key AND c.at > as_of - make_interval(secs => wanted.within)
    ORDER BY c.at DESC OFFSET wanted.most - 1 LIMIT 1
  ) AS blocking ON true;
  IF 0 = ALL (waits) THEN
    WITH counted AS (
      INSERT INTO counted_attempts (key, at) SELECT key, as_of FROM unnest(keys) AS key
      RETURNING id
    ) SELECT array_agg(id) INTO ids FROM counted;
  END IF;
END $$;
REVOKE ALL ON FUNCTION reserve_attempt(text[], integer[], double precision[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reserve_attempt(text[], integer[], double precision[], timestamptz),
  clamp_to_clock(timestamptz) TO slotwell_identity;
