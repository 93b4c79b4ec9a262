/**
 * How values are written and read as text, the same at both ends whatever the server, the database or the role is set to; and
 * none of the time-outs that are meant for requests. A lock that somebody holds is waited for, but not for ever.
 */
export const TEXT_SETTINGS = `
  set client_encoding = 'UTF8';
  set datestyle = 'ISO, YMD';
  set intervalstyle = 'postgres';
  set timezone = 'UTC';
  set extra_float_digits = 1;
  set bytea_output = 'hex';
  select set_config(name, '0', false) from pg_settings
   where name in ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout');
  set lock_timeout = '30s';`;
