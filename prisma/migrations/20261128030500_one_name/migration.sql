-- A person has one name: an account and its profiles have the same names, and a change of one changes the
-- others (docs/decisions/077-one-name.md).

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── How people want to be addressed ─────────────────────────────────────────────────────────────

-- Beside the legal name, which stays on records. Erased with the account.
ALTER TABLE users
  ADD COLUMN preferred_name text,
  ADD COLUMN pronouns text,
  ADD CONSTRAINT users_preferred_name_form CHECK (length(trim(preferred_name)) BETWEEN 1 AND 200),
  ADD CONSTRAINT users_pronouns_form CHECK (length(trim(pronouns)) BETWEEN 1 AND 40),
  ADD CONSTRAINT users_closed_nameless CHECK (closed_at IS NULL OR (preferred_name IS NULL AND pronouns IS NULL));
ALTER TABLE patients
  ADD COLUMN preferred_name text,
  ADD COLUMN pronouns text,
  ADD CONSTRAINT patients_preferred_name_form CHECK (length(trim(preferred_name)) BETWEEN 1 AND 200),
  ADD CONSTRAINT patients_pronouns_form CHECK (length(trim(pronouns)) BETWEEN 1 AND 40),
  ADD CONSTRAINT patients_closed_nameless CHECK (closed_at IS NULL OR (preferred_name IS NULL AND pronouns IS NULL));

CREATE FUNCTION closing_erases_names() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.preferred_name := NULL;
  NEW.pronouns := NULL;
  RETURN NEW;
END
$$;
CREATE TRIGGER users_closing_erases_names BEFORE UPDATE ON users
  FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION closing_erases_names();
CREATE TRIGGER patients_closing_erases_names BEFORE UPDATE ON patients
  FOR EACH ROW WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION closing_erases_names();

-- ── The names follow each other ─────────────────────────────────────────────────────────────────

-- Identity reads no clinical table and the application no users, so each keeps the names. What is written
-- in one place is written in the others by the same statement.
CREATE FUNCTION patients_name_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE users SET name = NEW.full_name, preferred_name = NEW.preferred_name, pronouns = NEW.pronouns, updated_at = now()
  WHERE id = NEW.user_id AND closed_at IS NULL
    AND (name, preferred_name, pronouns) IS DISTINCT FROM (NEW.full_name, NEW.preferred_name, NEW.pronouns);
  RETURN NULL;
END
$$;
CREATE TRIGGER patients_name_begins AFTER INSERT OR UPDATE OF user_id ON patients
  FOR EACH ROW WHEN (NEW.user_id IS NOT NULL AND NEW.closed_at IS NULL) EXECUTE FUNCTION patients_name_follows();
-- Not of slotwell_definer, whose functions erase the name of a patient while the account, and a doctor's
-- profile behind it, keep theirs.
CREATE TRIGGER patients_name_follows AFTER UPDATE OF full_name, preferred_name, pronouns ON patients
  FOR EACH ROW WHEN (NEW.user_id IS NOT NULL AND NEW.closed_at IS NULL AND current_user <> 'slotwell_definer'
    AND (OLD.full_name, OLD.preferred_name, OLD.pronouns) IS DISTINCT FROM (NEW.full_name, NEW.preferred_name, NEW.pronouns))
  EXECUTE FUNCTION patients_name_follows();

CREATE OR REPLACE FUNCTION doctors_name_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE users SET name = NEW.full_name, updated_at = now()
  WHERE id = NEW.user_id AND closed_at IS NULL AND name <> NEW.full_name;
  RETURN NULL;
END
$$;
CREATE TRIGGER doctors_name_begins AFTER INSERT OR UPDATE OF user_id ON doctors
  FOR EACH ROW WHEN (NEW.closed_at IS NULL) EXECUTE FUNCTION doctors_name_follows();

CREATE FUNCTION users_names_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE patients SET full_name = NEW.name, preferred_name = NEW.preferred_name, pronouns = NEW.pronouns,
    version = version + 1, updated_at = now()
  WHERE user_id = NEW.id AND closed_at IS NULL
    AND (full_name, preferred_name, pronouns) IS DISTINCT FROM (NEW.name, NEW.preferred_name, NEW.pronouns);
  UPDATE doctors SET full_name = NEW.name, profile_version = profile_version + 1, updated_at = now()
  WHERE user_id = NEW.id AND closed_at IS NULL AND full_name <> NEW.name;
  RETURN NULL;
END
$$;
CREATE TRIGGER users_names_follow AFTER UPDATE OF name, preferred_name, pronouns ON users
  FOR EACH ROW WHEN (NEW.closed_at IS NULL
    AND (OLD.name, OLD.preferred_name, OLD.pronouns) IS DISTINCT FROM (NEW.name, NEW.preferred_name, NEW.pronouns))
  EXECUTE FUNCTION users_names_follow();

-- Names that still differ when a transaction ends are refused.
CREATE FUNCTION one_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  account uuid;
BEGIN
  IF TG_TABLE_NAME = 'users' THEN account := NEW.id; ELSE account := NEW.user_id; END IF;
  IF EXISTS (
    SELECT FROM users u JOIN patients p ON p.user_id = u.id
    WHERE u.id = account AND u.closed_at IS NULL AND p.closed_at IS NULL
      AND (u.name, u.preferred_name, u.pronouns) IS DISTINCT FROM (p.full_name, p.preferred_name, p.pronouns)
    UNION ALL
    SELECT FROM users u JOIN doctors d ON d.user_id = u.id
    WHERE u.id = account AND u.closed_at IS NULL AND d.closed_at IS NULL AND u.name <> d.full_name) THEN
    RAISE EXCEPTION 'one_name: an account and its profile have different names' USING ERRCODE = 'check_violation', CONSTRAINT = 'one_name';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER users_one_name AFTER UPDATE OF name, preferred_name, pronouns ON users
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION one_name();
CREATE CONSTRAINT TRIGGER patients_one_name AFTER INSERT OR UPDATE OF user_id, full_name, preferred_name, pronouns ON patients
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION one_name();
CREATE CONSTRAINT TRIGGER doctors_one_name AFTER INSERT OR UPDATE OF user_id, full_name ON doctors
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION one_name();

-- ── Who changes what of an account ──────────────────────────────────────────────────────────────

-- How the actor is addressed. Of an admin the legal name too: a patient's and a doctor's stand in their
-- profiles.
CREATE FUNCTION change_own_names(new_name text, new_preferred text, new_pronouns text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE users SET name = CASE WHEN role = 'admin' THEN coalesce(new_name, name) ELSE name END,
    preferred_name = new_preferred, pronouns = new_pronouns, updated_at = now()
  WHERE id = actor_id() AND disabled_at IS NULL;
END
$$;

-- An admin corrects the name or the address of another account; null leaves it. Who signs in by another
-- address from now on signs in again.
CREATE FUNCTION account_correct(of_user uuid, new_name text, new_email text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was users;
  changed text[];
BEGIN
  -- Profiles before accounts, as when a profile changes.
  IF actor_role() = 'admin' THEN
    PERFORM FROM patients WHERE user_id = of_user FOR NO KEY UPDATE;
    PERFORM FROM doctors WHERE user_id = of_user FOR NO KEY UPDATE;
  END IF;
  PERFORM claim_account(of_user);
  SELECT * INTO was FROM users WHERE id = of_user;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  changed := array_remove(ARRAY[
    CASE WHEN new_name <> was.name THEN 'name' END,
    CASE WHEN new_email <> coalesce(was.email, '') THEN 'email' END], NULL);
  IF cardinality(changed) = 0 THEN
    RETURN;
  END IF;
  UPDATE users SET name = coalesce(new_name, name), email = coalesce(new_email, email), updated_at = now() WHERE id = of_user;
  IF 'email' = ANY (changed) THEN
    PERFORM account_end_sessions(of_user, NULL);
  END IF;
  PERFORM audit_of_account('account.correct', of_user, jsonb_build_object('changed', to_jsonb(changed)));
END
$$;

-- Changes the address of a user who has given their password to identity: their other sessions end,
-- and what programs hold in their name. Returns false, and notes it, when another account has the address.
CREATE FUNCTION change_own_email(of_user uuid, kept_session uuid, new_email text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  act text := 'account.email-changed';
BEGIN
  BEGIN
    UPDATE users SET email = new_email, updated_at = now()
    WHERE id = of_user AND disabled_at IS NULL AND EXISTS (SELECT FROM sessions WHERE id = kept_session AND user_id = of_user);
    IF NOT FOUND THEN
      RAISE EXCEPTION 'change_own_email: no session of this user' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM sessions WHERE user_id = of_user AND id <> kept_session;
    DELETE FROM sign_in_tickets WHERE user_id = of_user;
    DELETE FROM sign_in_steps WHERE user_id = of_user;
    DELETE FROM oidc_artifacts WHERE user_id = of_user;
  EXCEPTION WHEN unique_violation THEN
    act := 'account.email-refused';
  END;
  PERFORM audit_append((NULL, NULL, of_user, (SELECT role FROM users WHERE id = of_user), act, 'user', of_user,
    NULL, '{}', NULL)::audit_events);
  RETURN act = 'account.email-changed';
END
$$;

-- What lately happened to the name and the address of the actor's account: by themselves or by an admin.
CREATE FUNCTION own_account_changes(since timestamptz) RETURNS TABLE (at timestamptz, action text, changed jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.at, e.action, e.detail -> 'changed' FROM audit_events e
  WHERE e.entity_id = (SELECT actor_id()) AND e.action IN ('account.correct', 'account.email-changed') AND e.at >= since
  ORDER BY e.seq DESC LIMIT 5
$$;

-- ── Walls ───────────────────────────────────────────────────────────────────────────────────────

GRANT UPDATE (preferred_name, pronouns) ON patients TO slotwell_app;
GRANT UPDATE (full_name, profile_version) ON doctors TO slotwell_definer;

DO $$
DECLARE
  handed text;
BEGIN
  FOREACH handed IN ARRAY ARRAY['patients_name_follows()', 'users_names_follow()', 'one_name()', 'change_own_names(text, text, text)',
    'account_correct(uuid, text, text)', 'change_own_email(uuid, uuid, text)', 'own_account_changes(timestamptz)'] LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO slotwell_definer', handed);
  END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;

GRANT EXECUTE ON FUNCTION change_own_names(text, text, text), account_correct(uuid, text, text),
  own_account_changes(timestamptz) TO slotwell_app;
GRANT EXECUTE ON FUNCTION change_own_email(uuid, uuid, text) TO slotwell_identity;

-- ── Names that differ already ───────────────────────────────────────────────────────────────────

-- The profile is what people have changed; of two that of the role. The other profile follows.
UPDATE users u SET name = wanted.name, updated_at = now()
FROM (
  SELECT u.id, CASE WHEN u.role = 'patient' THEN coalesce(p.full_name, d.full_name) ELSE coalesce(d.full_name, p.full_name) END AS name
  FROM users u
    LEFT JOIN patients p ON p.user_id = u.id AND p.closed_at IS NULL
    LEFT JOIN doctors d ON d.user_id = u.id AND d.closed_at IS NULL
) wanted
WHERE wanted.id = u.id AND u.closed_at IS NULL AND u.name <> wanted.name;
-- Where the account agreed with one profile already.
UPDATE patients p SET full_name = u.name, version = p.version + 1, updated_at = now() FROM users u
WHERE u.id = p.user_id AND u.closed_at IS NULL AND p.closed_at IS NULL AND p.full_name <> u.name;
UPDATE doctors d SET full_name = u.name, profile_version = d.profile_version + 1, updated_at = now() FROM users u
WHERE u.id = d.user_id AND u.closed_at IS NULL AND d.closed_at IS NULL AND d.full_name <> u.name;
