-- What depends on whether an appointment has begun, held by the database too: a record is about one that took
-- place, and one that has begun is not moved any more (docs/decisions/074-limits-of-requests-and-times.md).

-- lib/appointments/rules.ts has the same rule (noRecordReason); a test compares the two.
-- A record, or a draft of one, is about an appointment that is confirmed or completed and has begun. The row is
-- locked, so that a cancellation at the same time comes before the check or after the record.
CREATE FUNCTION about_a_begun_visit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  visit appointments;
  -- A claimed time counts only up to the database's own, as in clamp_to_clock().
  claimed timestamptz := least((to_jsonb(NEW) ->> TG_ARGV[0])::timestamptz, clock_timestamp() + interval '1 minute');
  why text;
BEGIN
  -- Whose appointment it is, the other guards say.
  SELECT * INTO visit FROM appointments WHERE id = NEW.appointment_id FOR SHARE;
  why := CASE
    WHEN visit.status IN ('pending', 'expired') THEN 'visit_unanswered'
    WHEN visit.status IN ('canceled', 'declined') THEN 'visit_canceled'
    WHEN visit.status = 'no_show' THEN 'visit_missed'
    WHEN visit.starts_at > claimed THEN 'visit_ahead' END;
  IF why IS NOT NULL THEN
    RAISE EXCEPTION 'records_of_begun_visits %', why USING ERRCODE = 'check_violation', CONSTRAINT = 'records_of_begun_visits';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER medical_records_visit_begun BEFORE INSERT ON medical_records
  FOR EACH ROW WHEN (NEW.appointment_id IS NOT NULL AND current_user <> 'slotwell_import')
  EXECUTE FUNCTION about_a_begun_visit('created_at');
CREATE TRIGGER record_drafts_visit_begun BEFORE INSERT OR UPDATE ON record_drafts
  FOR EACH ROW WHEN (NEW.appointment_id IS NOT NULL AND current_user <> 'slotwell_import')
  EXECUTE FUNCTION about_a_begun_visit('updated_at');

-- What has begun is not moved. The time of the change is the one that comes with it; whatever it claims, nothing
-- moves from the database's past into its future.
CREATE FUNCTION appointments_move_in_time() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  present CONSTANT timestamptz := clock_timestamp();
BEGIN
  IF OLD.starts_at <= NEW.updated_at OR (OLD.starts_at <= present AND NEW.starts_at > present) THEN
    RAISE EXCEPTION 'appointments_move_in_time: it has begun' USING ERRCODE = 'check_violation', CONSTRAINT = 'appointments_move_in_time';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER appointments_move_in_time BEFORE UPDATE OF starts_at, ends_at ON appointments
  FOR EACH ROW WHEN ((NEW.starts_at, NEW.ends_at) IS DISTINCT FROM (OLD.starts_at, OLD.ends_at)
                     AND current_user NOT IN ('slotwell_definer', 'slotwell_import'))
  EXECUTE FUNCTION appointments_move_in_time();
