-- A session's temporary schema is searched first for tables and types, unless the path names it. These
-- functions had no path of their own: a temporary table could stand in for one that a guard reads.

ALTER FUNCTION actor_id() SET search_path = public, pg_temp;
ALTER FUNCTION appointments_guard() SET search_path = public, pg_temp;
ALTER FUNCTION audit_append(audit_events) SET search_path = public, pg_temp;
ALTER FUNCTION audit_hash(bytea, audit_events) SET search_path = public, pg_temp;
ALTER FUNCTION audit_is_append_only() SET search_path = public, pg_temp;
ALTER FUNCTION clinics_zone_known() SET search_path = public, pg_temp;
ALTER FUNCTION doctors_office_guard() SET search_path = public, pg_temp;
ALTER FUNCTION doctors_verification_guard() SET search_path = public, pg_temp;
ALTER FUNCTION emergency_accesses_hour() SET search_path = public, pg_temp;
ALTER FUNCTION is_encrypted(text) SET search_path = public, pg_temp;
ALTER FUNCTION lock_schedule(uuid) SET search_path = public, pg_temp;
ALTER FUNCTION medical_records_guard() SET search_path = public, pg_temp;
ALTER FUNCTION stays_closed() SET search_path = public, pg_temp;
ALTER FUNCTION uuid_v7() SET search_path = public, pg_temp;
