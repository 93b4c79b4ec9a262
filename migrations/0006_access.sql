-- What roles may do beside calling AI, and who changed what.

-- Mandates that are there already get the rules that new ones start with (src/identity/permissions.ts).
INSERT INTO role_permission (mandate_id, role, resource, allowed)
SELECT r.mandate_id, r.role, p.resource, true
FROM role r
JOIN (VALUES
  ('resource.billing.transfer', '{system_administrator,mandate_admin}'::text[]),
  ('resource.billing.terms', '{system_administrator}'),
  ('resource.billing.overview', '{system_administrator}'),
  ('resource.billing.prices', '{system_administrator}'),
  ('resource.identity.keys', '{system_administrator,mandate_admin,user,viewer}'),
  ('resource.operation.audit', '{system_administrator,mandate_admin}'),
  ('resource.operation.outbox', '{system_administrator}'),
  ('resource.operation.proof', '{system_administrator}'),
  ('resource.operation.metrics', '{system_administrator}')
) p (resource, roles) ON r.role = ANY (p.roles)
ON CONFLICT DO NOTHING;

-- Every change that a person or a key made, with what was before and after. Written in the transaction of the change.
CREATE TABLE audit_entry (
  mandate_id uuid NOT NULL,
  id         uuid NOT NULL,
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Null: a command on the operator's machine, or Rappen itself.
  user_id    uuid,
  api_key_id uuid,
  request_id uuid,
  action     text NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$' AND length(action) <= 100),
  subject    text NOT NULL CHECK (length(subject) BETWEEN 1 AND 400),
  before     jsonb,
  after      jsonb,
  reason     text CHECK (length(reason) BETWEEN 1 AND 1000),
  PRIMARY KEY (mandate_id, id)
);
-- The operator reads over all mandates, newest first.
CREATE INDEX audit_entry_newest ON audit_entry (id);

CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only();

GRANT SELECT, INSERT ON audit_entry TO rappen_app;
