-- Who treats a patient follows from the signed actor, as everything that is asked of the actor. In one
-- statement whose plan the session keeps, because policies ask for each row.
CREATE OR REPLACE FUNCTION treats(of_patient uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  acting uuid := actor_id();
BEGIN
  RETURN EXISTS (
    SELECT FROM users u JOIN doctors d ON d.user_id = u.id JOIN appointments a ON a.doctor_id = d.id
    WHERE u.id = acting AND u.role = 'doctor' AND u.disabled_at IS NULL
      AND a.patient_id = of_patient AND a.agreed AND a.status IN ('confirmed', 'completed'));
END
$$;
