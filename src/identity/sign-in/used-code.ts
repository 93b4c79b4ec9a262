import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';

const TOTP_PATH = '/two-factor/verify-totp';
/** Codes are valid for 30 s, and one step before and after it. */
const CODE_LIFE_SECONDS = 120;

interface CodeContext {
  readonly path?: string;
  readonly body?: { readonly code?: unknown };
}

/**
 * Called before a session is made: better-auth finds out whether the code of an authenticator app is right, and this that it
 * was not taken before (RFC 6238, 5.2), by any process. Throws `second_factor_refused`.
 */
export async function refuseUsedCode(
  db: Db,
  session: { readonly userId: string },
  context: CodeContext | null,
): Promise<void> {
  const code = context?.body?.code;
  if (context?.path !== TOTP_PATH || typeof code !== 'string') return;
  if (!(await takeCode(db, session.userId, code))) throw new AppError('second_factor_refused');
}

async function takeCode(db: Db, userUuid: string, code: string): Promise<boolean> {
  const { rows } = await sql`
    insert into second_factor_used_code as u (user_id, code) values (${userUuid}, ${code})
    on conflict (user_id, code) do update set used_at = now()
      where u.used_at < now() - make_interval(secs => ${CODE_LIFE_SECONDS})
    returning 1`.execute(db);
  return rows.length > 0;
}
