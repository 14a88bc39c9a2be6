-- Search finds people however their names are typed, and lists of names stand in the order in which people
-- look (docs/decisions/075-search-finds-people.md).

CREATE EXTENSION IF NOT EXISTS pg_trgm;
GRANT CREATE ON SCHEMA public TO slotwell_definer;

-- ── Folding ─────────────────────────────────────────────────────────────────────────────────────

-- Made by foldSql() in lib/testing/fold-sql.ts from the tables of lib/search/rules.ts; a test compares them.
CREATE FUNCTION fold_name(name text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public, pg_temp AS $fold$
DECLARE
  folded text := name;
BEGIN
  folded := normalize(regexp_replace(folded, U&'[''`\00B4\02B9-\02BF\02C8\02CA\02CB\02EE\0384\055A\05F3\05F4\07F4\07F5\1FBD\1FBF\1FEF\1FFD\1FFE\2018-\201B\2032\2035\A78B\A78C\FF07\FF40\0300-\036F\0483-\0487\1AB0-\1ACE\1DC0-\1DFF\20D0-\20F0\FE20-\FE2F\0591-\05BD\05BF\05C1\05C2\05C4\05C5\05C7\0610-\061A\064B-\065F\0670\06D6-\06DC\06DF-\06E4\06E7\06E8\06EA-\06ED\0711\0730-\074A\08CA-\08E1\08E3-\08FF\093C\00AD\034F\061C\0640\180B-\180F\200B-\200F\202A-\202E\2060-\206F\FE00-\FE0F\FEFF\+0E0100-\+0E01EF]', '', 'g'), NFKD);
  folded := lower(regexp_replace(folded, U&'[''`\00B4\02B9-\02BF\02C8\02CA\02CB\02EE\0384\055A\05F3\05F4\07F4\07F5\1FBD\1FBF\1FEF\1FFD\1FFE\2018-\201B\2032\2035\A78B\A78C\FF07\FF40\0300-\036F\0483-\0487\1AB0-\1ACE\1DC0-\1DFF\20D0-\20F0\FE20-\FE2F\0591-\05BD\05BF\05C1\05C2\05C4\05C5\05C7\0610-\061A\064B-\065F\0670\06D6-\06DC\06DF-\06E4\06E7\06E8\06EA-\06ED\0711\0730-\074A\08CA-\08E1\08E3-\08FF\093C\00AD\034F\061C\0640\180B-\180F\200B-\200F\202A-\202E\2060-\206F\FE00-\FE0F\FEFF\+0E0100-\+0E01EF]', '', 'g') COLLATE "und-x-icu");
  folded := translate(folded, U&'\00F0\00F8\0111\0127\0131\0138\0142\0167\0180\0183\0188\018C\018D\0192\0199\019A\019B\019E\01A5\01AB\01AD\01B4\01B6\01BF\01DD\01E5\01FF\021D\0221\0225\0234\0235\0236\0237\023C\023F\0240\0247\0249\024B\024D\024F\0250\0251\0252\0253\0254\0255\0256\0257\0258\0259\025B\025C\025E\025F\0260\0261\0262\0263\0264\0265\0266\0267\0268\0269\026A\026B\026C\026D\026F\0270\0271\0272\0273\0274\0275\0277\0278\0279\027A\027B\027C\027D\027E\027F\0280\0281\0282\0284\0285\0287\0288\0289\028A\028B\028C\028D\028E\028F\0290\0291\2C61\2C65\2C66\2C68\2C6A\2C6C\2C71\2C73\03C2\0491\0671\06CC\0649\06D2\06A9\0629\06C1\06BE\06D5\06C3\05DA\05DD\05DF\05E3\05E5\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9\0966\0967\0968\0969\096A\096B\096C\096D\096E\096F\09E6\09E7\09E8\09E9\09EA\09EB\09EC\09ED\09EE\09EF\0E50\0E51\0E52\0E53\0E54\0E55\0E56\0E57\0E58\0E59\0621', U&'dodhiqltbbcdzfkllnpttyzwegoydzlntjcszejqryaaabocddeeeeojgggguyhhiiilllwwmnnnoufrrrrrrirrsjittuuvawyyzzlathkzvw\03C3\0433\0627\064A\064A\064A\0643\0647\0647\0647\0647\0647\05DB\05DE\05E0\05E4\05E601234567890123456789012345678901234567890123456789');
  folded := replace(folded, U&'\00DF', 'ss');
  folded := replace(folded, U&'\00E6', 'ae');
  folded := replace(folded, U&'\00FE', 'th');
  folded := replace(folded, U&'\014B', 'ng');
  folded := replace(folded, U&'\0153', 'oe');
  folded := replace(folded, U&'\0195', 'hw');
  folded := replace(folded, U&'\01A3', 'gh');
  folded := replace(folded, U&'\01AA', 'sh');
  folded := replace(folded, U&'\01BA', 'zh');
  folded := replace(folded, U&'\01BE', 'ts');
  folded := replace(folded, U&'\01E3', 'ae');
  folded := replace(folded, U&'\01EF', 'zh');
  folded := replace(folded, U&'\01FD', 'ae');
  folded := replace(folded, U&'\0223', 'ou');
  folded := replace(folded, U&'\0238', 'db');
  folded := replace(folded, U&'\0239', 'qp');
  folded := replace(folded, U&'\025A', 'er');
  folded := replace(folded, U&'\025D', 'er');
  folded := replace(folded, U&'\026E', 'lzh');
  folded := replace(folded, U&'\0276', 'oe');
  folded := replace(folded, U&'\0283', 'sh');
  folded := replace(folded, U&'\0286', 'sh');
  folded := replace(folded, U&'\0292', 'zh');
  folded := replace(folded, U&'\0293', 'zh');
  RETURN trim(regexp_replace(folded, U&'[\\s\00A0\1680\2000-\200A\2028\2029\202F\205F\3000\\-\058A\05BE\1400\1806\2010-\2015\2043\2212\2E17\2E1A\2E3A\2E3B\301C\3030\30A0.,:;/()\\[\\]"&+\00B7\060C\061B\2022\201C-\201F\00AB\00BB\3001\3002\30FB]+', ' ', 'g'));
END
$fold$;

-- What names are searched in: a blank before and after each word, and two and three neighbouring words
-- together, so that "elsayed" and "delacruz" find El-Sayed and de la Cruz. Another kind of name is one
-- argument more.
CREATE FUNCTION search_text(VARIADIC names text[]) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
DECLARE
  searched text := ' ';
  name text;
  words text[];
BEGIN
  FOREACH name IN ARRAY names LOOP
    words := string_to_array(fold_name(name), ' ');
    FOR at IN 1..coalesce(cardinality(words), 0) LOOP
      searched := searched || words[at] || ' ';
    END LOOP;
    FOR at IN 2..coalesce(cardinality(words), 0) LOOP
      searched := searched || words[at - 1] || words[at] || ' ';
    END LOOP;
    FOR at IN 3..coalesce(cardinality(words), 0) LOOP
      searched := searched || words[at - 2] || words[at - 1] || words[at] || ' ';
    END LOOP;
  END LOOP;
  RETURN searched;
END
$$;

GRANT EXECUTE ON FUNCTION fold_name(text), search_text(text[])
  TO slotwell_app, slotwell_identity, slotwell_definer, slotwell_import;

-- ── Names ───────────────────────────────────────────────────────────────────────────────────────

-- The order belongs to the column, so that every list, cursor and index has it, whatever the database
-- was created with. A column cannot change while these hang on it.
DROP TRIGGER doctors_name_follows ON doctors;
DROP TRIGGER patients_stay_closed ON patients;
ALTER TABLE doctors DROP COLUMN folded_name;

ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "und-x-icu",
  ADD COLUMN search_name text NOT NULL GENERATED ALWAYS AS (search_text(name)) STORED;
ALTER TABLE patients ALTER COLUMN full_name TYPE text COLLATE "und-x-icu",
  ADD COLUMN search_name text NOT NULL GENERATED ALWAYS AS (search_text(full_name)) STORED;
ALTER TABLE doctors ALTER COLUMN full_name TYPE text COLLATE "und-x-icu",
  ADD COLUMN search_name text NOT NULL GENERATED ALWAYS AS (search_text(full_name)) STORED;
ALTER TABLE clinics ALTER COLUMN name TYPE text COLLATE "und-x-icu",
  ADD COLUMN search_name text NOT NULL GENERATED ALWAYS AS (search_text(name)) STORED;
ALTER TABLE oauth_clients ALTER COLUMN name TYPE text COLLATE "und-x-icu";

CREATE TRIGGER doctors_name_follows AFTER UPDATE OF full_name ON doctors
  FOR EACH ROW WHEN (OLD.full_name <> NEW.full_name) EXECUTE FUNCTION doctors_name_follows();
CREATE TRIGGER patients_stay_closed BEFORE UPDATE ON patients
  FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL AND (NEW.full_name, NEW.date_of_birth, NEW.closed_at)
                     IS DISTINCT FROM (OLD.full_name, OLD.date_of_birth, OLD.closed_at))
  EXECUTE FUNCTION stays_closed();

CREATE INDEX users_by_words ON users USING gin (search_name gin_trgm_ops);
CREATE INDEX users_by_part_of_email ON users USING gin (email gin_trgm_ops);
CREATE INDEX patients_by_words ON patients USING gin (search_name gin_trgm_ops);

-- ── Numbers ─────────────────────────────────────────────────────────────────────────────────────

ALTER TABLE patient_profiles
  ADD COLUMN phone_digits text GENERATED ALWAYS AS (regexp_replace(fold_name(phone), '\D', '', 'g')) STORED,
  -- Keyed hashes of the insurance number and of its end: the database holds no key.
  ADD COLUMN insurance_keys text[] NOT NULL DEFAULT '{}',
  -- NOT VALID: the step after the migrations makes the hashes of the numbers that are there.
  DROP CONSTRAINT patient_profiles_encrypted,
  ADD CONSTRAINT patient_profiles_encrypted CHECK (
    is_encrypted(insurance_number) AND (insurance_number IS NULL) = (insurance_keys = '{}')) NOT VALID;
CREATE INDEX patient_profiles_by_phone ON patient_profiles USING gin (phone_digits gin_trgm_ops);
CREATE INDEX patient_profiles_by_insurance ON patient_profiles USING gin (insurance_keys);
GRANT UPDATE (insurance_keys) ON patient_profiles TO slotwell_import;

-- The trail names what was changed, not what follows from it.
CREATE OR REPLACE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
  becomes jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
  subject jsonb := coalesce(becomes, was);
  detail jsonb := '{}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    detail := jsonb_build_object('changed', (
      SELECT coalesce(jsonb_agg(key ORDER BY key), '[]') FROM jsonb_each(becomes)
      WHERE value IS DISTINCT FROM was -> key
        AND key NOT IN ('updated_at', 'version', 'search_name', 'phone_digits', 'insurance_keys')));
  END IF;
  IF subject ? 'status' THEN
    detail := detail || jsonb_build_object('status', becomes -> 'status', 'from', was -> 'status');
  END IF;
  PERFORM audit_append((NULL, NULL, actor_id(), actor_role(),
    TG_TABLE_NAME || '.' || lower(TG_OP), TG_TABLE_NAME, (subject ->> 'id')::uuid,
    CASE WHEN TG_TABLE_NAME = 'patients' THEN subject ->> 'id' ELSE subject ->> 'patient_id' END::uuid,
    detail, NULL)::audit_events);
  RETURN NULL;
END
$$;

-- ── Searching ───────────────────────────────────────────────────────────────────────────────────

-- The parameter of each is the terms of lib/search/terms.ts: rows that have all of them, each in one of its ways,
-- with the rank of the worst. 0 begins a word of the name (or is the date or number), 1 is inside a word, 2
-- is a word with one wrong letter.

-- Patients for staff; also by the whole text as an insurance number (card). Row level security would not
-- let the application use the indexes, so this asks itself who is acting, as the policies do.
CREATE FUNCTION find_patients(terms jsonb, card text[]) RETURNS TABLE (id uuid, rank integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH found AS (
    SELECT t.place, m.id, min(m.rank) AS rank
    FROM ROWS FROM (jsonb_to_recordset(terms) AS (word text, typos text[], parts text[], dates date[], digits text[], email text, keys text[]))
        WITH ORDINALITY AS t (word, typos, parts, dates, digits, email, keys, place)
      CROSS JOIN LATERAL (
        SELECT p.id, CASE WHEN p.search_name LIKE '% ' || t.word || '%' THEN 0 ELSE 1 END
        FROM patients p WHERE p.search_name LIKE '%' || t.word || '%'
        UNION ALL
        SELECT p.id, 2 FROM patients p WHERE p.search_name LIKE ANY (t.typos) AND t.word ~ '^[\x01-\x7F]*$'
        UNION ALL
        -- In a database with the locale C the index knows no letters but ASCII. One pass without it is faster.
        SELECT p.id, 2 FROM patients p
        WHERE p.search_name || '' LIKE ANY (t.parts) AND p.search_name || '' LIKE ANY (t.typos) AND t.word !~ '^[\x01-\x7F]*$'
        UNION ALL
        SELECT p.id, 0 FROM patients p WHERE p.date_of_birth = ANY (t.dates)
        UNION ALL
        SELECT f.patient_id, 0 FROM unnest(t.digits) part JOIN patient_profiles f ON f.phone_digits LIKE '%' || part || '%'
        UNION ALL
        SELECT f.patient_id, 0 FROM patient_profiles f WHERE f.insurance_keys && t.keys
        UNION ALL
        SELECT p.id, 0 FROM users u JOIN patients p ON p.user_id = u.id WHERE u.email LIKE '%' || t.email || '%'
      ) m (id, rank)
    GROUP BY t.place, m.id
  ), matching AS (
    SELECT f.id, max(f.rank) AS rank FROM found f GROUP BY f.id HAVING count(*) = jsonb_array_length(terms)
    UNION ALL
    SELECT f.patient_id, 0 FROM patient_profiles f WHERE f.insurance_keys && card
  )
  SELECT m.id, min(m.rank) FROM matching m
  WHERE (SELECT actor_role()) = 'admin'
    OR (m.id IN (SELECT a.patient_id FROM appointments a WHERE a.doctor_id = (SELECT actor_doctor_id())) AND treats(m.id))
  GROUP BY m.id
$$;
ALTER FUNCTION find_patients(jsonb, text[]) OWNER TO slotwell_definer;

-- Accounts, each term in the name or the e-mail address.
CREATE FUNCTION find_users(terms jsonb) RETURNS TABLE (id uuid, rank integer)
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT f.id, max(f.rank) FROM (
    SELECT t.place, m.id, min(m.rank) AS rank
    FROM ROWS FROM (jsonb_to_recordset(terms) AS (word text, typos text[], parts text[], email text)) WITH ORDINALITY AS t (word, typos, parts, email, place)
      CROSS JOIN LATERAL (
        SELECT u.id, CASE WHEN u.search_name LIKE '% ' || t.word || '%' THEN 0 ELSE 1 END
        FROM users u WHERE u.search_name LIKE '%' || t.word || '%'
        UNION ALL
        SELECT u.id, 2 FROM users u WHERE u.search_name LIKE ANY (t.typos) AND t.word ~ '^[\x01-\x7F]*$'
        UNION ALL
        SELECT u.id, 2 FROM users u
        WHERE u.search_name || '' LIKE ANY (t.parts) AND u.search_name || '' LIKE ANY (t.typos) AND t.word !~ '^[\x01-\x7F]*$'
        UNION ALL
        SELECT u.id, 1 FROM users u WHERE u.email LIKE '%' || coalesce(t.email, t.word) || '%'
      ) m (id, rank)
    GROUP BY t.place, m.id) f
  GROUP BY f.id HAVING count(*) = jsonb_array_length(terms)
$$;

-- Doctors by their names, or below those (3) by the name of their clinic. They are few: no index.
CREATE FUNCTION find_doctors(terms jsonb) RETURNS TABLE (id uuid, rank integer)
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT d.id, max(m.rank)
  FROM jsonb_to_recordset(terms) AS t (word text, typos text[]) CROSS JOIN doctors d JOIN clinics c ON c.id = d.clinic_id
    CROSS JOIN LATERAL (SELECT CASE
      WHEN d.search_name LIKE '% ' || t.word || '%' THEN 0
      WHEN d.search_name LIKE '%' || t.word || '%' THEN 1
      WHEN d.search_name LIKE ANY (t.typos) THEN 2
      WHEN c.search_name LIKE '%' || t.word || '%' OR c.search_name LIKE ANY (t.typos) THEN 3 END AS rank) m
  GROUP BY d.id HAVING count(m.rank) = jsonb_array_length(terms)
$$;

GRANT EXECUTE ON FUNCTION find_patients(jsonb, text[]), find_doctors(jsonb) TO slotwell_app;
GRANT EXECUTE ON FUNCTION find_users(jsonb) TO slotwell_identity;

-- In an emergency the whole name is typed: compared as in searches.
CREATE OR REPLACE FUNCTION emergency_patients(named text, born date) RETURNS TABLE (id uuid, insurer text, phone_end text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, f.insurance_provider, right(regexp_replace(f.phone, '\D', '', 'g'), 2)
  FROM patients p LEFT JOIN patient_profiles f ON f.patient_id = p.id
  WHERE (SELECT actor_doctor_id()) IS NOT NULL AND p.date_of_birth = born
    AND fold_name(p.full_name) = fold_name(named) AND fold_name(named) <> ''
  ORDER BY p.created_at, p.id LIMIT 20
$$;
DROP FUNCTION comparable_name(text);

REVOKE CREATE ON SCHEMA public FROM slotwell_definer;
