import type pg from 'pg';
import type { Db } from '#db/database.ts';

/** What a command works with: the database, as the application's role. */
export interface CommandServices {
  readonly db: Db;
  readonly pool: pg.Pool;
}
