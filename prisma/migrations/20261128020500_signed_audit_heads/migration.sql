-- Heads of the audit trail that the application signs with a key outside the database, and a retention
-- that removes only a signed beginning (docs/decisions/068-signed-audit-heads.md).

-- `trail` tells databases apart that have the same signing key. Entries up to `anchor_seq` are past their
-- retention; the chain begins with `anchor_hash`.
ALTER TABLE audit_head
  ADD COLUMN trail uuid NOT NULL DEFAULT gen_random_uuid(),
  ADD COLUMN anchor_seq bigint NOT NULL DEFAULT 0,
  ADD COLUMN anchor_hash bytea NOT NULL DEFAULT '\x';

-- The latest signed head and the last one of each day before; a file outside has all of them.
CREATE TABLE audit_heads (
  seq       bigint PRIMARY KEY,
  hash      bytea NOT NULL,
  signed_at timestamptz NOT NULL,
  -- The Ed25519 public key, as base64url.
  key       text NOT NULL,
  signature text NOT NULL
);
ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
CREATE POLICY definer ON audit_heads TO slotwell_definer USING (true) WITH CHECK (true);
CREATE POLICY read ON audit_heads FOR SELECT TO slotwell_auditor USING (true);

-- ── Sealing ─────────────────────────────────────────────────────────────────────────────────────

-- Returns the trail's id and its last signed head, or nulls. Processes that sign take turns until their
-- transactions end. The number is that of ADVISORY_LOCKS.auditHeads.
CREATE FUNCTION audit_signed(OUT trail uuid, OUT seq bigint, OUT hash bytea, OUT signed_at timestamptz,
    OUT key text, OUT signature text)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  PERFORM pg_advisory_xact_lock(7300014);
  SELECT t.trail, h.seq, h.hash, h.signed_at, h.key, h.signature INTO trail, seq, hash, signed_at, key, signature
  FROM audit_head t LEFT JOIN LATERAL (SELECT * FROM audit_heads ORDER BY seq DESC LIMIT 1) h ON true;
END
$$;

-- Follows the chain from an entry that the caller knows by number and hash, or with null from where it
-- begins. Returns the last entry reached, the end of the trail, and the first entry that does not follow.
-- Shows hashes and no contents, because the application may not read the trail.
CREATE FUNCTION audit_follow(after_seq bigint, after_hash bytea, at_most integer,
    OUT seq bigint, OUT hash bytea, OUT end_seq bigint, OUT broken bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  head audit_head;
  entry audit_events;
  most bigint;
  reached bigint;
  link bytea;
BEGIN
  SELECT * INTO STRICT head FROM audit_head;
  end_seq := head.seq;
  reached := coalesce(after_seq, head.anchor_seq);
  link := CASE WHEN after_seq IS NULL THEN head.anchor_hash ELSE after_hash END;
  most := least(reached + at_most, head.seq);
  IF reached <> head.anchor_seq THEN
    IF NOT EXISTS (SELECT FROM audit_events e WHERE e.seq = reached AND e.hash = link) THEN
      broken := reached;
    END IF;
  ELSIF link <> head.anchor_hash THEN
    broken := reached;
  END IF;
  IF broken IS NULL THEN
    FOR entry IN SELECT * FROM audit_events e WHERE e.seq > reached AND e.seq <= most ORDER BY e.seq LOOP
      EXIT WHEN entry.seq <> reached + 1 OR entry.hash <> audit_hash(link, entry);
      reached := entry.seq;
      link := entry.hash;
    END LOOP;
    IF reached < most THEN
      broken := reached + 1;
    ELSIF reached = head.seq AND link <> head.hash THEN
      broken := reached;
    END IF;
  END IF;
  seq := reached;
  hash := link;
END
$$;

-- Stores a signed head, unless a later one is there. Keeps one of each day (UTC), because a later head
-- proves what an earlier one proves. Returns whether it was stored. Refuses a time that is not now: from
-- the time of a head follows what retention may remove.
CREATE FUNCTION audit_seal(of_seq bigint, of_hash bytea, as_of timestamptz, by_key text, with_signature text)
  RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  given timestamptz := as_of;
  last audit_heads;
BEGIN
  as_of := clamp_to_clock(as_of);
  IF given IS DISTINCT FROM as_of OR given < clock_timestamp() - interval '1 minute' THEN
    RAISE EXCEPTION 'audit_heads_time: a head is signed now' USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_heads_time';
  END IF;
  PERFORM pg_advisory_xact_lock(7300014);
  IF NOT EXISTS (SELECT FROM audit_events WHERE seq = of_seq AND hash = of_hash) THEN
    RAISE EXCEPTION 'audit_heads_entry: there is no such entry' USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_heads_entry';
  END IF;
  SELECT * INTO last FROM audit_heads ORDER BY seq DESC LIMIT 1;
  IF last.seq >= of_seq THEN
    RETURN false;
  END IF;
  DELETE FROM audit_heads WHERE seq = last.seq AND seq > (SELECT anchor_seq FROM audit_head)
    AND (signed_at AT TIME ZONE 'UTC')::date = (as_of AT TIME ZONE 'UTC')::date;
  INSERT INTO audit_heads VALUES (of_seq, of_hash, as_of, by_key, with_signature);
  RETURN true;
END
$$;

-- ── Retention ───────────────────────────────────────────────────────────────────────────────────

-- Entries up to the anchor may go, and only by audit_prune().
CREATE FUNCTION audit_deletes_the_past() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF current_user = 'slotwell_definer' AND OLD.seq <= (SELECT anchor_seq FROM audit_head) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
DROP TRIGGER audit_events_append_only ON audit_events;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_events_delete_the_past BEFORE DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION audit_deletes_the_past();

-- Deletes entries that were signed longer ago than any clinic keeps records, and than 10 years, at most so
-- many. Moves the anchor to the next signed head only when the past before it is gone, and notes that. The
-- head at the anchor stays: from it the rest is verified. Returns how many entries were deleted.
CREATE FUNCTION audit_prune(at_most integer) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  head audit_head;
  kept_years integer := (SELECT greatest(10, max(retention_years)) FROM clinics);
  cut audit_heads;
  deleted integer;
BEGIN
  SELECT * INTO STRICT head FROM audit_head FOR UPDATE;
  IF NOT EXISTS (SELECT FROM audit_events WHERE seq <= head.anchor_seq) THEN
    SELECT * INTO cut FROM audit_heads
    WHERE seq > head.anchor_seq AND signed_at < clock_timestamp() - make_interval(years => kept_years)
    ORDER BY seq LIMIT 1;
    -- An altered trail is left as it is, for those who look into it.
    IF NOT EXISTS (SELECT FROM audit_events WHERE seq = cut.seq AND hash = cut.hash) THEN
      RETURN 0;
    END IF;
    UPDATE audit_head SET anchor_seq = cut.seq, anchor_hash = cut.hash;
    DELETE FROM audit_heads WHERE seq < cut.seq;
    PERFORM audit_append((NULL, NULL, NULL, NULL, 'retention.audit', 'audit', NULL, NULL,
      jsonb_build_object('upTo', cut.seq, 'entries', cut.seq - head.anchor_seq, 'keptYears', kept_years), NULL)::audit_events);
    head.anchor_seq := cut.seq;
  END IF;
  DELETE FROM audit_events WHERE seq IN (
    SELECT seq FROM audit_events WHERE seq <= head.anchor_seq ORDER BY seq LIMIT at_most);
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END
$$;

-- Returns the first entry that does not follow from the one before, 0 when the head does not match the
-- last entry, and null when the trail is whole from its anchor on. `npm run audit:verify` does not use it,
-- because the owner of the database could replace it.
CREATE OR REPLACE FUNCTION audit_verify() RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  entry audit_events;
  head audit_head;
  previous bytea;
  expected bigint;
BEGIN
  SELECT * INTO STRICT head FROM audit_head;
  previous := head.anchor_hash;
  expected := head.anchor_seq + 1;
  FOR entry IN SELECT * FROM audit_events WHERE seq > head.anchor_seq AND seq <= head.seq ORDER BY seq LOOP
    IF entry.seq <> expected OR entry.hash <> audit_hash(previous, entry) THEN
      RETURN expected;
    END IF;
    previous := entry.hash;
    expected := expected + 1;
  END LOOP;
  IF head.seq <> expected - 1 OR head.hash <> previous THEN
    RETURN 0;
  END IF;
  RETURN NULL;
END
$$;

-- ── Privileges ──────────────────────────────────────────────────────────────────────────────────

GRANT SELECT ON audit_heads TO slotwell_auditor;
GRANT SELECT, INSERT, DELETE ON audit_heads TO slotwell_definer;
GRANT DELETE ON audit_events TO slotwell_definer;
GRANT CREATE ON SCHEMA public TO slotwell_definer;
ALTER FUNCTION audit_signed() OWNER TO slotwell_definer;
ALTER FUNCTION audit_follow(bigint, bytea, integer) OWNER TO slotwell_definer;
ALTER FUNCTION audit_seal(bigint, bytea, timestamptz, text, text) OWNER TO slotwell_definer;
ALTER FUNCTION audit_prune(integer) OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
GRANT EXECUTE ON FUNCTION audit_signed(), audit_follow(bigint, bytea, integer),
  audit_seal(bigint, bytea, timestamptz, text, text), audit_prune(integer) TO slotwell_identity;

-- So that the owner can verify without a login of the auditor's.
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT slotwell_auditor TO %I', current_user);
  END IF;
END
$$;
