-- A signing key is noted by the database (docs/decisions/068 and 072): audit_account() takes acts on accounts, and
-- refused these.

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- A key of the installation belongs to no user.
CREATE FUNCTION note_of_signing_key() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_key text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    of_key := OLD.kid;
  ELSE
    of_key := NEW.kid;
  END IF;
  PERFORM audit_append((NULL, NULL, NULL, NULL, TG_ARGV[0], 'user', NULL, NULL,
    jsonb_build_object('kid', of_key), NULL)::audit_events);
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER signing_key_added AFTER INSERT ON signing_keys
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_of_signing_key('signing-key.added');
CREATE CONSTRAINT TRIGGER signing_key_ended AFTER DELETE ON signing_keys
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_of_signing_key('signing-key.ended');

ALTER FUNCTION note_of_signing_key() OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
