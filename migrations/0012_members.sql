-- A membership can end, and its keys stay on record, revoked: bookings name them. (A key counts only together with a
-- membership of its user: api-key.store.ts joins both.)
ALTER TABLE api_key DROP CONSTRAINT api_key_mandate_id_user_id_fkey;
