-- A list of profiles leaves one entry for all its patients (`detail.patients`): each of them is counted, as
-- if they had been read one by one.

GRANT CREATE ON SCHEMA public TO slotwell_definer;

CREATE OR REPLACE FUNCTION audit_events_watch() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.patient_id IS NULL THEN
    PERFORM count_watched_act(NEW.actor_id, 'patients', listed::uuid)
      FROM jsonb_array_elements_text(NEW.detail -> 'patients') listed;
  ELSIF NEW.action = 'emergency_accesses.insert' THEN
    PERFORM count_watched_act(NEW.actor_id, 'emergency', NEW.entity_id);
  ELSE
    PERFORM count_watched_act(NEW.actor_id, 'patients', NEW.patient_id);
  END IF;
  IF NEW.action = 'record.export' THEN
    PERFORM count_watched_act(NEW.actor_id, 'export', NEW.patient_id);
  END IF;
  RETURN NULL;
END
$$;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;

-- Not counted are lists of who comes when (`.list`), and pages of the audit trail, which hold nothing clinical.
DROP TRIGGER audit_events_watch ON audit_events;
CREATE TRIGGER audit_events_watch AFTER INSERT ON audit_events FOR EACH ROW
  WHEN (NEW.actor_id IS NOT NULL
        AND CASE WHEN NEW.patient_id IS NULL THEN NEW.detail ? 'patients' AND NEW.action ~ '\.read$' AND NEW.action <> 'audit.read'
            ELSE NEW.action = 'emergency_accesses.insert' OR NEW.action ~ '\.(read|export)$' END)
  EXECUTE FUNCTION audit_events_watch();
