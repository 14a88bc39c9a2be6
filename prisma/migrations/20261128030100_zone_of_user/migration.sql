-- In which zone a user reads times that belong to no clinic: of a doctor's clinic, of a patient's latest
-- appointment, else of most doctors. Sessions ask it, which reach no clinical table.
GRANT CREATE ON SCHEMA public TO slotwell_definer;

CREATE FUNCTION zone_of_user(of_user uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(
    (SELECT c.time_zone FROM doctors d JOIN clinics c ON c.id = d.clinic_id WHERE d.user_id = of_user),
    (SELECT c.time_zone FROM patients p JOIN appointments a ON a.patient_id = p.id JOIN clinics c ON c.id = a.clinic_id
     WHERE p.user_id = of_user ORDER BY a.starts_at DESC, a.id DESC LIMIT 1),
    (SELECT c.time_zone FROM clinics c LEFT JOIN doctors d ON d.clinic_id = c.id
     GROUP BY c.time_zone ORDER BY count(d.id) DESC, c.time_zone LIMIT 1),
    'UTC')
$$;
ALTER FUNCTION zone_of_user(uuid) OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
REVOKE ALL ON FUNCTION zone_of_user(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION zone_of_user(uuid) TO slotwell_identity;
