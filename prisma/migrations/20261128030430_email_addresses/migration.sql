-- An address is composed (NFC) and has nothing that only steers how a text is shown: one address cannot
-- have two accounts that look alike. So far only outside providers could give others. These are cleaned;
-- where the clean address is another account's, the outside account has none, as if it had come later.

WITH cleaned AS (
  SELECT id, email, normalize(regexp_replace(email,
    U&'[\0001-\001F\007F-\009F\00AD\061C\180E\200B-\200F\2028-\202E\2060-\206F\FEFF]', '', 'g'), NFC) AS address
  FROM users WHERE email IS NOT NULL
), placed AS (
  SELECT id, email, address, row_number() OVER (PARTITION BY address ORDER BY email <> address, id) AS place FROM cleaned
)
UPDATE users u SET email = CASE WHEN p.place = 1 AND p.address ~ '^[^@\s]+@[^@\s]+$' THEN p.address END
  FROM placed p WHERE p.id = u.id AND p.email <> p.address;
-- What waits for the end of the transaction would be in the way of the next lines.
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE users DROP CONSTRAINT users_email_form;
ALTER TABLE users ADD CONSTRAINT users_email_form CHECK (
  email = lower(email) AND email IS NFC NORMALIZED AND email ~ '^[^@\s]+@[^@\s]+$' AND length(email) <= 254
  AND email !~ U&'[\0001-\001F\007F-\009F\00AD\061C\180E\200B-\200F\2028-\202E\2060-\206F\FEFF]');
