-- Sign-in with better-auth: its tables, in our names. Its model `user` is app_user; sessions, ways to sign in, links of one
-- use and second factors belong to a person, not to a mandate. Rappen writes some of these rows itself, in the
-- transaction of whatever they belong to (src/identity/sign-in/).

-- better-auth calls the key `id` and finds people by an address in lower case.
ALTER TABLE app_user RENAME COLUMN user_id TO id;
UPDATE app_user SET email = lower(email) WHERE email <> lower(email);
DROP INDEX app_user_email;
CREATE UNIQUE INDEX app_user_email ON app_user (email);
ALTER TABLE app_user
  ADD CHECK (email = lower(email)),
  ADD COLUMN email_verified     boolean NOT NULL DEFAULT false,
  ADD COLUMN two_factor_enabled boolean NOT NULL DEFAULT false,
  ADD COLUMN language           text NOT NULL DEFAULT 'de' CHECK (language IN ('de', 'en', 'fr', 'it')),
  ADD COLUMN image              text CHECK (length(image) <= 2000),
  ADD COLUMN updated_at         timestamptz NOT NULL DEFAULT now();

CREATE TABLE app_session (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  -- Of no use by itself: the cookie carries it with a signature by SESSION_SECRET.
  token      text NOT NULL UNIQUE CHECK (length(token) >= 32),
  expires_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX app_session_user ON app_session (user_id);
CREATE INDEX app_session_expiry ON app_session (expires_at);

-- A way to sign in: a password (provider_id 'credential', account_id is the user's id) or the OIDC issuer ('oidc', its `sub`).
CREATE TABLE app_account (
  id          uuid PRIMARY KEY,
  user_id     uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  provider_id text NOT NULL,
  account_id  text NOT NULL,
  -- scrypt; see src/identity/users/password.ts.
  password    text,
  -- The issuer's tokens are of no use after the sign-in, and are not kept.
  access_token             text CHECK (access_token IS NULL),
  refresh_token            text CHECK (refresh_token IS NULL),
  id_token                 text CHECK (id_token IS NULL),
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope       text,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (provider_id, account_id)
);
CREATE INDEX app_account_user ON app_account (user_id);

INSERT INTO app_account (id, user_id, provider_id, account_id, password)
  SELECT gen_random_uuid(), id, 'credential', id::text, password_hash FROM app_user WHERE password_hash IS NOT NULL;
ALTER TABLE app_user DROP COLUMN password_hash;

-- What proves something once within a time: links to set a password, sign-ins that wait for the second factor, OIDC states.
CREATE TABLE sign_in_proof (
  id         uuid PRIMARY KEY,
  -- SHA-256 of the secret.
  identifier text NOT NULL,
  -- The user's id where it is about one; else better-auth's own.
  value      text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_proof_identifier ON sign_in_proof (identifier);
CREATE INDEX sign_in_proof_expiry ON sign_in_proof (expires_at);

-- TOTP. Secret and recovery codes are encrypted with SESSION_SECRET.
CREATE TABLE second_factor (
  id           uuid PRIMARY KEY,
  user_id      uuid NOT NULL UNIQUE REFERENCES app_user ON DELETE CASCADE,
  secret       text NOT NULL,
  backup_codes text NOT NULL,
  -- False until the first code was right.
  verified     boolean NOT NULL DEFAULT true,
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until timestamptz
);

-- A code of an authenticator app is valid for 90 s and is taken once.
CREATE TABLE second_factor_used_code (
  user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
  code    text NOT NULL,
  used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, code)
);

-- Attempts in the current window, shared by all processes. The key is a SHA-256 of what is limited.
CREATE TABLE sign_in_attempt (
  key     bytea PRIMARY KEY CHECK (octet_length(key) = 32),
  count   integer NOT NULL,
  ends_at timestamptz NOT NULL
);
CREATE INDEX sign_in_attempt_end ON sign_in_attempt (ends_at);

GRANT SELECT, INSERT, UPDATE, DELETE
  ON app_session, app_account, sign_in_proof, second_factor, second_factor_used_code, sign_in_attempt TO rappen_app;
