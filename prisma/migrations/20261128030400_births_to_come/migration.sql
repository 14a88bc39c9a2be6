-- A date of birth is at most today, wherever it is today already. Clocks in UTC+14 are the first ones. A
-- trigger, because a constraint must not ask for the time. Rows from before stay as they are.

CREATE FUNCTION patients_birth_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.date_of_birth > (clock_timestamp() AT TIME ZONE 'UTC' + interval '14 hours')::date THEN
    RAISE EXCEPTION 'a date of birth in the future' USING ERRCODE = 'check_violation', CONSTRAINT = 'patients_birth_guard';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER patients_birth_guard BEFORE INSERT OR UPDATE OF date_of_birth ON patients
  FOR EACH ROW EXECUTE FUNCTION patients_birth_guard();
