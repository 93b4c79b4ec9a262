-- Providers' list prices and exchange rates. They belong to nobody's mandate: one list for all.
-- Rows are never changed, only followed by new ones, so that every charge can be recomputed for ever.

CREATE TABLE price (
  price_id          uuid PRIMARY KEY,
  provider          text NOT NULL CHECK (provider ~ '^[a-z][a-z0-9_-]{0,62}$'),
  model             text NOT NULL CHECK (length(model) BETWEEN 1 AND 200),
  valid_from        timestamptz NOT NULL,
  -- Meter -> nano-USD per million units, as text of a whole number: JSON has no exact numbers.
  per_million       jsonb NOT NULL CHECK (jsonb_typeof(per_million) = 'object' AND per_million <> '{}'),
  -- The whole request has these prices once its prompt is above the threshold.
  long_prompt_above bigint CHECK (long_prompt_above > 0),
  long_per_million  jsonb CHECK (jsonb_typeof(long_per_million) = 'object' AND long_per_million <> '{}'),
  -- Service tier -> {"factor": "0.5"} or {"perMillion": {...}}.
  tiers             jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(tiers) = 'object'),
  source            text NOT NULL CHECK (length(source) BETWEEN 1 AND 1000),
  created_at        timestamptz NOT NULL DEFAULT now(),
  UNIQUE (provider, model, valid_from),
  CHECK (num_nulls(long_prompt_above, long_per_million) IN (0, 2))
);

CREATE TABLE exchange_rate (
  exchange_rate_id uuid PRIMARY KEY,
  valid_from       timestamptz NOT NULL UNIQUE,
  chf_per_usd      numeric NOT NULL CHECK (chf_per_usd > 0 AND chf_per_usd < 1000 AND scale(chf_per_usd) <= 20),
  source           text NOT NULL CHECK (length(source) BETWEEN 1 AND 1000),
  created_at       timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION refuse_price_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: follow the row with a new one', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER price_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON price
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_change();
CREATE TRIGGER exchange_rate_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON exchange_rate
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_change();

CREATE TRIGGER price_changed AFTER INSERT ON price
  FOR EACH STATEMENT EXECUTE FUNCTION notify_changed();
CREATE TRIGGER exchange_rate_changed AFTER INSERT ON exchange_rate
  FOR EACH STATEMENT EXECUTE FUNCTION notify_changed();

GRANT SELECT, INSERT ON price, exchange_rate TO rappen_app;
