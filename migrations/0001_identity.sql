-- Mandates, users, roles, permissions and API keys.
-- mandate_id leads every key of a mandate's table and no foreign key joins two mandates, so the tables can be
-- distributed by it. app_user is global: one person may be a member of several mandates.

-- Tells every process that something it may have cached is different now. The payload is the table's name.
-- Statement-level: a change of a thousand rows is one message.
CREATE FUNCTION notify_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_notify('rappen_changed', TG_TABLE_NAME);
  RETURN NULL;
END
$$;

CREATE TABLE mandate (
  mandate_id uuid PRIMARY KEY,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  status     text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'closed')),
  -- The operator's own mandate has a fixed id, so there is one at most without a unique index beside the key.
  is_root    boolean GENERATED ALWAYS AS (mandate_id = '00000000-0000-7000-8000-000000000000') STORED,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE app_user (
  user_id       uuid PRIMARY KEY,
  email         text NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND position('@' IN email) > 1),
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  -- Null: this user cannot sign in with a password.
  password_hash text,
  created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX app_user_email ON app_user (lower(email));

CREATE TABLE role (
  mandate_id uuid NOT NULL REFERENCES mandate,
  role       text NOT NULL CHECK (role ~ '^[a-z][a-z0-9_]{0,62}$'),
  PRIMARY KEY (mandate_id, role)
);

-- What a role may do in this mandate. It can narrow what the role may do at most (src/identity/permissions.ts), never widen it.
-- A resource may end in '*'. No matching row: not allowed. A matching row with allowed = false beats every other.
CREATE TABLE role_permission (
  mandate_id uuid NOT NULL,
  role       text NOT NULL,
  resource   text NOT NULL CHECK (resource ~ '^resource\.' AND length(resource) <= 300),
  allowed    boolean NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mandate_id, role, resource),
  FOREIGN KEY (mandate_id, role) REFERENCES role
);

CREATE TABLE membership (
  mandate_id uuid NOT NULL REFERENCES mandate,
  user_id    uuid NOT NULL REFERENCES app_user,
  role       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mandate_id, user_id),
  FOREIGN KEY (mandate_id, role) REFERENCES role
);
CREATE INDEX membership_user ON membership (user_id);

CREATE TABLE api_key (
  mandate_id uuid NOT NULL,
  key_id     uuid NOT NULL,
  user_id    uuid NOT NULL,
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  -- SHA-256 of the whole key. Its 24 random bytes make a slow hash needless. The key itself is nowhere.
  key_hash   bytea NOT NULL CHECK (octet_length(key_hash) = 32),
  last4      text NOT NULL CHECK (length(last4) = 4),
  scopes     text[] NOT NULL CHECK (scopes <@ ARRAY['call', 'billing:read', 'billing:write', 'admin']),
  -- Null: all providers that the role allows.
  providers  text[],
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mandate_id, key_id),
  UNIQUE (mandate_id, key_hash),
  FOREIGN KEY (mandate_id, user_id) REFERENCES membership
);
CREATE INDEX api_key_user ON api_key (mandate_id, user_id);

CREATE TRIGGER mandate_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON mandate
  FOR EACH STATEMENT EXECUTE FUNCTION notify_changed();
CREATE TRIGGER app_user_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON app_user
  FOR EACH STATEMENT EXECUTE FUNCTION notify_changed();
CREATE TRIGGER role_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON role
  FOR EACH STATEMENT EXECUTE FUNCTION notify_changed();
CREATE TRIGGER role_permission_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON role_permission
  FOR EACH STATEMENT EXECUTE FUNCTION notify_changed();
CREATE TRIGGER membership_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON membership
  FOR EACH STATEMENT EXECUTE FUNCTION notify_changed();
CREATE TRIGGER api_key_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON api_key
  FOR EACH STATEMENT EXECUTE FUNCTION notify_changed();

GRANT SELECT, INSERT, UPDATE, DELETE ON mandate, app_user, role, role_permission, membership, api_key TO rappen_app;
