-- People are found by the name that they are called by as well. A generated column cannot change its
-- expression before PostgreSQL 17, so it is made again.
ALTER TABLE users DROP COLUMN search_name;
ALTER TABLE users
  ADD COLUMN search_name text NOT NULL GENERATED ALWAYS AS (search_text(name, preferred_name)) STORED;
ALTER TABLE patients DROP COLUMN search_name;
ALTER TABLE patients
  ADD COLUMN search_name text NOT NULL GENERATED ALWAYS AS (search_text(full_name, preferred_name)) STORED;

CREATE INDEX users_by_words ON users USING gin (search_name gin_trgm_ops);
CREATE INDEX patients_by_words ON patients USING gin (search_name gin_trgm_ops);
