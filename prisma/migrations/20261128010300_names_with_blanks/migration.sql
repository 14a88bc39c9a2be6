-- A typed name has one blank between words. Names that were stored before may have several, or a blank
-- that does not break a line: they are compared in the same way.

-- Small letters without accents, with one blank between words.
CREATE FUNCTION comparable_name(name text) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
  RETURN lower(trim(regexp_replace(regexp_replace(normalize(name, NFD), U&'[\0300-\036F]', '', 'g'),
    U&'[\0020\0009\00A0\2000-\200A\202F\3000]+', ' ', 'g')));
GRANT EXECUTE ON FUNCTION comparable_name(text) TO slotwell_definer;

CREATE OR REPLACE FUNCTION emergency_patients(named text, born date) RETURNS TABLE (id uuid, insurer text, phone_end text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, f.insurance_provider, right(regexp_replace(f.phone, '\D', '', 'g'), 2)
  FROM patients p LEFT JOIN patient_profiles f ON f.patient_id = p.id
  WHERE (SELECT actor_doctor_id()) IS NOT NULL AND p.date_of_birth = born
    AND comparable_name(p.full_name) = comparable_name(named)
  ORDER BY p.created_at, p.id LIMIT 20
$$;
