-- Mails on their way, and the results of the nightly recount.

-- A mail is written in the transaction of what it tells about, and sent later by a job. It belongs to the operator: a
-- mandate only reads what arrives, so no mandate leads its key.
CREATE TABLE mail_outbox (
  id               uuid PRIMARY KEY,
  -- The mandate that it is about; null: the operator's own.
  about_mandate_id uuid,
  -- Headers are made of these two: no control character can break out of a line.
  recipient        text NOT NULL CHECK (length(recipient) BETWEEN 3 AND 254 AND recipient !~ '[[:cntrl:][:space:]]'),
  subject          text NOT NULL CHECK (length(subject) BETWEEN 1 AND 200 AND subject !~ '[[:cntrl:]]'),
  -- Plain text. Replaced by a note once it is sent, if it holds a secret.
  body             text NOT NULL CHECK (length(body) BETWEEN 1 AND 100000),
  kind             text NOT NULL CHECK (kind IN ('invitation', 'password_reset', 'alarm')),
  holds_secret     boolean NOT NULL,
  -- waiting: a job will send it. kept: no mail server is set up, the operator reads it. failed: given up.
  state            text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'kept', 'sent', 'failed')),
  attempts         integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  last_error       text CHECK (length(last_error) <= 1000),
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  sent_at          timestamptz,
  CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX mail_outbox_state ON mail_outbox (state, id);

GRANT SELECT, INSERT ON mail_outbox TO rappen_app;
-- Whom it goes to and what it says is written once.
GRANT UPDATE (body, state, attempts, last_error, sent_at) ON mail_outbox TO rappen_app;

-- Recounts of the whole ledger (src/gateway/proof/). They are about all mandates.
CREATE TABLE proof (
  id                uuid PRIMARY KEY,
  source            text NOT NULL CHECK (source IN ('schedule', 'request', 'command')),
  asked_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- Null: it waits.
  started_at        timestamptz,
  -- Null: it runs, or the process that ran it has died.
  finished_at       timestamptz,
  -- Null: not finished, or it could not be done (error).
  ok                boolean,
  counts            jsonb,
  -- The first of them; differences_total counts all.
  differences       jsonb NOT NULL DEFAULT '[]',
  differences_total integer NOT NULL DEFAULT 0 CHECK (differences_total >= 0),
  error             text CHECK (length(error) <= 1000),
  CHECK (finished_at IS NULL OR (ok IS NULL) = (error IS NOT NULL)),
  CHECK (ok IS NULL OR ok = (differences_total = 0))
);
CREATE INDEX proof_newest ON proof (asked_at DESC);

GRANT SELECT, INSERT, UPDATE ON proof TO rappen_app;
