import type pg from 'pg';
import type { Db } from '#db/database.ts';

/** What a command works with: the database, as the application's role. */
export interface CommandServices {
  readonly db: Db;
  readonly pool: pg.Pool;
  /** `MARKUP_PERCENT`, in parts per million. */
  readonly defaultMarkupPpm: number;
}

/** What a command works with that takes the database as it is: as the owner, before any migration. */
export interface OwnerServices {
  readonly ownerUrl: string;
  /** `DATABASE_APP_URL`. */
  readonly appUrl: string | undefined;
  /** Aborted when somebody breaks the command off (Ctrl-C). */
  readonly signal: AbortSignal;
  /** Where the session secret is, in words: it lies outside the database. */
  readonly secretPlace: string;
  /** Shows how far it is, in one line that is written over; nothing where nobody looks at a terminal. */
  progress(line: string): void;
}
