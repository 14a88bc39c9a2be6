-- What was asked with an idempotency key is kept as a keyed hash, and of the answer only which version
-- of which appointment it was (docs/decisions/066-hashes-and-addresses.md). A plain hash of a request
-- could be compared with a list of likely reasons, and the answers contained names.

-- Keys are good for a day. Those of the version before have to go: their hashes cannot be keyed
-- afterwards. TRUNCATE, because row-level security is forced on the owner too.
TRUNCATE idempotency_keys;

ALTER TABLE idempotency_keys
  DROP COLUMN answer,
  -- The version of the appointment that the answer showed.
  ADD COLUMN version integer,
  -- `<key id>:<HMAC-SHA-256 in base64url>`, as lib/encryption/keyed.ts writes it.
  ADD CONSTRAINT idempotency_keys_keyed CHECK (request_hash ~ '^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9_-]{43}$');

GRANT UPDATE (version) ON idempotency_keys TO slotwell_app;
