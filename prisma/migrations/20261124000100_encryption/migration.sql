-- Clinical free text is encrypted by the application (docs/decisions/052-encryption-at-rest.md) as
-- `enc:<key id>:<base64>`. The database holds no key, and refuses what was not encrypted: 28 bytes
-- of nonce and tag are 38 characters. What older versions wrote stays until `npm run keys:rotate`
-- has encrypted it, which then validates this.
ALTER TABLE medical_records ADD CONSTRAINT medical_records_encrypted CHECK (
  diagnosis ~ '^enc:[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{38,}={0,2}$'
  AND treatment ~ '^enc:[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{38,}={0,2}$'
  AND notes ~ '^enc:[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{38,}={0,2}$'
  AND retraction_reason ~ '^enc:[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{38,}={0,2}$'
) NOT VALID;

-- Another key is no other text: whoever changes keys is as little an actor as whoever imports.
GRANT UPDATE (diagnosis, treatment, notes, retraction_reason) ON medical_records TO slotwell_import;
