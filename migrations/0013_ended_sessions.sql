-- Live streams end with the session that opened them: every process hears of it. Sessions that are renewed are no news.
CREATE TRIGGER app_session_ended AFTER DELETE OR TRUNCATE ON app_session
  FOR EACH STATEMENT EXECUTE FUNCTION notify_changed();
