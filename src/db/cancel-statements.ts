import type pg from 'pg';

/**
 * Ends what runs on the connections of this name, but for the one that says so: a statement of an hour would go on in the server when
 * its process has long gone.
 */
export async function cancelStatements(pool: pg.Pool, applicationName: string): Promise<void> {
  await pool.query(
    `select pg_cancel_backend(pid) from pg_stat_activity
      where application_name = $1 and datname = current_database() and pid <> pg_backend_pid()`,
    [applicationName],
  );
}
