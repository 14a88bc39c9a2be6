-- Phone numbers are kept as they are typed. Beside each is what it dials: E.164, with an extension as
-- RFC 3966 writes it; null where that cannot be told. In the same table, so behind the same walls.

ALTER TABLE patient_profiles ADD COLUMN phone_e164 text, ADD COLUMN emergency_contact_phone_e164 text;
ALTER TABLE patient_profiles ADD CONSTRAINT patient_profiles_e164_form CHECK (
  phone_e164 ~ '^\+[1-9][0-9]{3,14}(;ext=[0-9]{1,20})?$'
  AND emergency_contact_phone_e164 ~ '^\+[1-9][0-9]{3,14}(;ext=[0-9]{1,20})?$');
-- NOT VALID: the step after the migrations fills the columns for the numbers of before, then validates it.
ALTER TABLE patient_profiles ADD CONSTRAINT patient_profiles_e164_of_phone CHECK (
  (phone IS NOT NULL OR phone_e164 IS NULL)
  AND (emergency_contact_phone IS NOT NULL OR emergency_contact_phone_e164 IS NULL)) NOT VALID;
GRANT UPDATE (phone_e164, emergency_contact_phone_e164) ON patient_profiles TO slotwell_import;
