-- A transaction says whose it is by a signed text, so that a statement smuggled in as the application's
-- login cannot become another user (docs/decisions/071-separate-identity-and-signed-actors.md).

GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- The two keys of HMAC-SHA-256 (RFC 2104): a random key of 32 bytes, padded with zeros to 64, XOR 0x36
-- and XOR 0x5C. Only slotwell_definer reads them.
CREATE TABLE actor_keys (
  only_row  boolean PRIMARY KEY DEFAULT true,
  inner_key bytea NOT NULL,
  outer_key bytea NOT NULL,
  CONSTRAINT actor_keys_only_row CHECK (only_row),
  CONSTRAINT actor_keys_length CHECK (length(inner_key) = 64 AND length(outer_key) = 64)
);
ALTER TABLE actor_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE actor_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY definer ON actor_keys TO slotwell_definer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON actor_keys TO slotwell_definer;

DO $$
DECLARE
  -- 122 random bits in each; pgcrypto, which has gen_random_bytes, may not be installed.
  key bytea := sha256(convert_to(gen_random_uuid()::text || gen_random_uuid() || gen_random_uuid(), 'UTF8'))
    || decode(repeat('00', 32), 'hex');
  inner_key bytea := key;
  outer_key bytea := key;
BEGIN
  FOR i IN 0..63 LOOP
    inner_key := set_byte(inner_key, i, get_byte(key, i) # 54);
    outer_key := set_byte(outer_key, i, get_byte(key, i) # 92);
  END LOOP;
  INSERT INTO actor_keys (inner_key, outer_key) VALUES (inner_key, outer_key);
END
$$;

-- Signs until when a session may act as a user, and through which client ('' for none). Identity, which
-- has checked a session or a token, calls it: `user|expiry|signature`.
CREATE FUNCTION sign_actor(of_user uuid, through_client text) RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  keys actor_keys;
  claim text := of_user || '|' || extract(epoch FROM clock_timestamp() + interval '5 minutes')::bigint;
BEGIN
  SELECT * INTO STRICT keys FROM actor_keys;
  RETURN claim || '|' || encode(sha256(keys.outer_key || sha256(keys.inner_key || convert_to(claim || '|' || through_client, 'UTF8'))), 'hex');
END
$$;

-- The user of this transaction, or null without a signature that is valid now for the client that
-- app.client_id names. A disabled account is not looked up here: actor_role() has no row for it.
CREATE OR REPLACE FUNCTION actor_id() RETURNS uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  signed text := current_setting('app.actor', true);
  claim text;
  keys actor_keys;
BEGIN
  IF signed IS NULL OR signed = '' THEN
    RETURN NULL;
  END IF;
  claim := split_part(signed, '|', 1) || '|' || split_part(signed, '|', 2);
  SELECT * INTO STRICT keys FROM actor_keys;
  -- The signature first: what is cast below was written by sign_actor.
  IF signed <> claim || '|' || encode(sha256(keys.outer_key || sha256(keys.inner_key
       || convert_to(claim || '|' || coalesce(current_setting('app.client_id', true), ''), 'UTF8'))), 'hex') THEN
    RETURN NULL;
  END IF;
  IF split_part(claim, '|', 2)::bigint <= extract(epoch FROM now()) THEN
    RETURN NULL;
  END IF;
  RETURN split_part(claim, '|', 1)::uuid;
END
$$;

-- What else is known of the actor. As functions of PL/pgSQL, which keep their plans for the session and
-- ask for the actor once: planned for each statement, they checked the signature up to eight times.
CREATE OR REPLACE FUNCTION actor_role() RETURNS user_role
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  acting uuid := actor_id();
BEGIN
  RETURN (SELECT role FROM users WHERE id = acting AND disabled_at IS NULL);
END
$$;
CREATE OR REPLACE FUNCTION actor_patient_id() RETURNS uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  acting uuid := actor_id();
BEGIN
  RETURN (SELECT p.id FROM patients p JOIN users u ON u.id = p.user_id
    WHERE p.user_id = acting AND u.disabled_at IS NULL AND u.role = 'patient');
END
$$;
CREATE OR REPLACE FUNCTION actor_doctor_id() RETURNS uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  acting uuid := actor_id();
BEGIN
  RETURN (SELECT d.id FROM doctors d JOIN users u ON u.id = d.user_id
    WHERE d.user_id = acting AND u.disabled_at IS NULL AND u.role = 'doctor' AND d.verified_at IS NOT NULL);
END
$$;

ALTER FUNCTION sign_actor(uuid, text) OWNER TO slotwell_definer;
ALTER FUNCTION actor_id() OWNER TO slotwell_definer;
REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
GRANT EXECUTE ON FUNCTION sign_actor(uuid, text) TO slotwell_identity;
