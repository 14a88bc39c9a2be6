-- Alerts to admins about users who reach unusually many patients' data. Raised by a trigger on the audit
-- trail, so by the transaction of the act that crosses the limit: no act without its entry, and no
-- entry that is not counted.

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── What is counted ─────────────────────────────────────────────────────────────────────────────

-- What a user did within the last 24 hours, each thing once. Pruned by the clock.
CREATE TABLE watched_acts (
  user_id    uuid NOT NULL,
  kind       text NOT NULL,
  -- The patient, or the emergency access.
  subject_id uuid NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (user_id, kind, subject_id)
);
CREATE INDEX watched_acts_by_age ON watched_acts (at);

CREATE TABLE alerts (
  id                 uuid PRIMARY KEY DEFAULT uuid_v7(),
  kind               text NOT NULL,
  user_id            uuid NOT NULL REFERENCES users (id),
  -- Of UTC.
  day                date NOT NULL,
  count              integer NOT NULL,
  first_at           timestamptz NOT NULL,
  last_at            timestamptz NOT NULL,
  -- When the application wrote it to its log.
  logged_at          timestamptz,
  acknowledged_at    timestamptz,
  acknowledged_by    uuid REFERENCES users (id),
  acknowledged_count integer,
  CONSTRAINT alerts_kind_known CHECK (kind IN ('emergency', 'export', 'patients')),
  CONSTRAINT alerts_acknowledged_by_another CHECK (acknowledged_by <> user_id),
  -- However many acts cross the limit at once, one alert.
  CONSTRAINT alerts_once_a_day UNIQUE (user_id, kind, day)
);
CREATE INDEX alerts_open ON alerts (id DESC) WHERE acknowledged_at IS NULL;

-- How many of a kind within 24 hours are not unusual. lib/alerts/rules.ts has the same numbers.
CREATE FUNCTION alert_limit(of_kind text) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE of_kind WHEN 'emergency' THEN 5 WHEN 'export' THEN 10 WHEN 'patients' THEN 150 END
$$;

-- Counts an act and raises an alert past the limit. An alert that was acknowledged is open again once it
-- has grown by as much as raises one.
CREATE FUNCTION count_watched_act(of_user uuid, of_kind text, of_subject uuid) RETURNS void
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  happened timestamptz := clock_timestamp();
  most integer;
  today date := (happened AT TIME ZONE 'UTC')::date;
  acts integer;
  first timestamptz;
BEGIN
  -- Mostly a patient's data is read again, which writes nothing here.
  IF EXISTS (SELECT FROM watched_acts WHERE (user_id, kind, subject_id) = (of_user, of_kind, of_subject)
             AND at > happened - interval '24 hours') THEN
    RETURN;
  END IF;
  INSERT INTO watched_acts AS w (user_id, kind, subject_id, at) VALUES (of_user, of_kind, of_subject, happened)
    ON CONFLICT (user_id, kind, subject_id) DO UPDATE SET at = EXCLUDED.at WHERE w.at <= EXCLUDED.at - interval '24 hours';
  IF NOT FOUND THEN
    RETURN;
  END IF;
  most := alert_limit(of_kind);
  -- Past the limit nothing is counted again, so that the work for one act stays the same.
  UPDATE alerts SET count = count + 1, last_at = happened WHERE (user_id, kind, day) = (of_user, of_kind, today);
  IF FOUND THEN
    UPDATE alerts SET acknowledged_at = NULL, logged_at = NULL
      WHERE (user_id, kind, day) = (of_user, of_kind, today)
        AND acknowledged_at IS NOT NULL AND count >= acknowledged_count + most;
    RETURN;
  END IF;
  SELECT count(*), min(at) INTO acts, first FROM watched_acts
    WHERE user_id = of_user AND kind = of_kind AND at > happened - interval '24 hours';
  IF acts > most THEN
    INSERT INTO alerts (kind, user_id, day, count, first_at, last_at)
      VALUES (of_kind, of_user, today, acts, first, happened)
      ON CONFLICT ON CONSTRAINT alerts_once_a_day DO UPDATE SET count = alerts.count + 1, last_at = EXCLUDED.last_at;
  END IF;
END
$$;

-- Runs while the transaction holds the head of the audit trail, so one act after another is counted.
CREATE FUNCTION audit_events_watch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.action = 'emergency_accesses.insert' THEN
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
-- Patients' reading of their own data is not noted, so it is not counted.
CREATE TRIGGER audit_events_watch AFTER INSERT ON audit_events FOR EACH ROW
  WHEN (NEW.actor_id IS NOT NULL AND NEW.patient_id IS NOT NULL
        AND (NEW.action = 'emergency_accesses.insert' OR NEW.action ~ '\.(read|export)$'))
  EXECUTE FUNCTION audit_events_watch();

-- ── What admins see and do ──────────────────────────────────────────────────────────────────────

-- The alerts, the newest first. Like audit_trail(): a user who is not an admin now gets nothing.
CREATE FUNCTION alerts_for_admins(only_open boolean, before_id uuid, at_most integer)
  RETURNS TABLE (id uuid, kind text, user_id uuid, user_name text, user_role user_role, count integer,
    first_at timestamptz, last_at timestamptz, acknowledged_at timestamptz, acknowledged_by_name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.kind, a.user_id, u.name, u.role, a.count, a.first_at, a.last_at, a.acknowledged_at, seen.name
  FROM alerts a JOIN users u ON u.id = a.user_id LEFT JOIN users seen ON seen.id = a.acknowledged_by
  WHERE (SELECT actor_role()) = 'admin'
    AND (NOT only_open OR a.acknowledged_at IS NULL)
    AND (before_id IS NULL OR a.id < before_id)
  ORDER BY a.id DESC LIMIT least(at_most, 101)
$$;

-- Notes that an admin has seen an alert, which is never one about themselves. Returns false for an alert
-- that is not there or is about the admin.
CREATE FUNCTION acknowledge_alert(of_alert uuid) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE alerts SET acknowledged_at = clock_timestamp(), acknowledged_by = actor_id(), acknowledged_count = count
    WHERE id = of_alert AND acknowledged_at IS NULL AND user_id <> actor_id() AND actor_role() = 'admin';
  IF FOUND THEN
    PERFORM audit_note('alert.acknowledge', 'alerts', of_alert, NULL, '{}');
    RETURN true;
  END IF;
  RETURN EXISTS (SELECT FROM alerts WHERE id = of_alert AND user_id <> actor_id() AND actor_role() = 'admin');
END
$$;

-- ── Periodic jobs ───────────────────────────────────────────────────────────────────────────────

-- Returns the alerts that no process has logged yet, each to one caller.
CREATE FUNCTION alerts_to_log() RETURNS TABLE (kind text, user_id uuid, count integer)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE alerts a SET logged_at = clock_timestamp() WHERE a.logged_at IS NULL RETURNING a.kind, a.user_id, a.count
$$;

CREATE FUNCTION prune_watched_acts() RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM watched_acts WHERE at <= clock_timestamp() - interval '24 hours'
$$;

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

DO $$
DECLARE
  walled text;
  handed text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['watched_acts', 'alerts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
    EXECUTE format('CREATE POLICY definer ON %I TO slotwell_definer USING (true) WITH CHECK (true)', walled);
  END LOOP;
  FOREACH handed IN ARRAY ARRAY['alert_limit(text)', 'count_watched_act(uuid, text, uuid)', 'audit_events_watch()',
    'alerts_for_admins(boolean, uuid, integer)', 'acknowledge_alert(uuid)', 'alerts_to_log()', 'prune_watched_acts()'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO slotwell_definer', handed);
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;

-- The application itself neither reads nor writes these tables.
GRANT SELECT, INSERT, UPDATE ON alerts TO slotwell_definer;
GRANT SELECT, INSERT, UPDATE, DELETE ON watched_acts TO slotwell_definer;
GRANT EXECUTE ON FUNCTION alerts_for_admins(boolean, uuid, integer), acknowledge_alert(uuid), alerts_to_log(),
  prune_watched_acts() TO slotwell_app;
