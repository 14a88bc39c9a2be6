-- Identity cannot make administrators, and the owner has the rights of slotwell_definer and
-- slotwell_import only after SET ROLE (docs/decisions/071-separate-identity-and-signed-actors.md).

-- ── The owner ───────────────────────────────────────────────────────────────────────────────────

-- A member of the gate may SET ROLE to both but inherits nothing of them, as with
-- slotwell_identity_gate. lib/platform/owner-roles.ts removes the owner's direct membership.
SELECT pg_advisory_xact_lock(7300001);
DO $$
BEGIN
  IF to_regrole('slotwell_owner_gate') IS NULL THEN
    BEGIN
      CREATE ROLE slotwell_owner_gate NOLOGIN NOINHERIT;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  IF NOT (pg_has_role('slotwell_owner_gate', 'slotwell_definer', 'MEMBER')
          AND pg_has_role('slotwell_owner_gate', 'slotwell_import', 'MEMBER')) THEN
    GRANT slotwell_definer, slotwell_import TO slotwell_owner_gate;
  END IF;
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT slotwell_owner_gate TO %I', current_user);
  END IF;
END
$$;

-- A migration changes rows of walled tables and functions of slotwell_definer. Without the rights of
-- that role it would find no rows, and would not fail.
CREATE FUNCTION migrations_need_definer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(current_user, 'slotwell_definer', 'USAGE') THEN
    RAISE EXCEPTION 'this login does not inherit slotwell_definer: run "npm run migrate", or "GRANT slotwell_definer, slotwell_import TO %" before', current_user
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER migrations_need_definer BEFORE INSERT ON _prisma_migrations
  FOR EACH ROW EXECUTE FUNCTION migrations_need_definer();

-- ── Administrators ──────────────────────────────────────────────────────────────────────────────

-- Identity registers patients and doctors by functions, and makes no other users.
REVOKE INSERT ON users, welcome_links FROM slotwell_identity;
GRANT INSERT ON welcome_links TO slotwell_definer;

-- Makes an administrator, or finds the one with this address, and replaces the link that sets the
-- password, which works for a day. Clamped, because after a later time it works longer. Returns false, and changes nothing, when another user or a disabled one has the address.
CREATE FUNCTION create_administrator(new_user uuid, new_email text, new_name text, link_hash text, as_of timestamptz)
  RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  administrator uuid;
BEGIN
  as_of := clamp_to_clock(as_of);
  INSERT INTO users (id, email, name, role) VALUES (new_user, new_email, new_name, 'admin') ON CONFLICT (email) DO NOTHING;
  SELECT id INTO administrator FROM users WHERE email = new_email AND role = 'admin' AND disabled_at IS NULL;
  IF administrator IS NULL THEN
    RETURN false;
  END IF;
  DELETE FROM welcome_links WHERE user_id = administrator;
  INSERT INTO welcome_links (token_hash, user_id, expires_at) VALUES (link_hash, administrator, as_of + interval '24 hours');
  PERFORM audit_account(administrator, 'account.welcome-issued', '{}');
  RETURN true;
END
$$;
GRANT CREATE ON SCHEMA public TO slotwell_definer;
ALTER FUNCTION create_administrator(uuid, text, text, text, timestamptz) OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
-- The owner becomes slotwell_import to call it. The application cannot.
GRANT EXECUTE ON FUNCTION create_administrator(uuid, text, text, text, timestamptz) TO slotwell_import;
