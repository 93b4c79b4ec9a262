import type pg from 'pg';

/** The oldest PostgreSQL that Rappen supports. */
const MIN_VERSION = 15;

/**
 * Throws, with what to do, where a database cannot hold Rappen's data: a server that is too old, or an encoding that has not every
 * letter (`LATIN1`), or knows of none (`SQL_ASCII`: what it makes of upper case and of lengths is wrong).
 */
export async function refuseUnfitServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    "select current_setting('server_version') as version, current_setting('server_encoding') as encoding",
  );
  const { version = '0', encoding = '' } = rows[0] ?? {};
  if (Number.parseInt(version, 10) < MIN_VERSION) {
    throw new Error(`the database is PostgreSQL ${version}; Rappen needs ${MIN_VERSION} or newer`);
  }
  if (encoding !== 'UTF8') {
    throw new Error(
      `the database's encoding is ${encoding}; Rappen needs UTF8: take a database that was made with ` +
        `"create database ... encoding 'UTF8' template template0"`,
    );
  }
}
