import type { Generated } from 'kysely';
import type { Db } from '#db/database.ts';

/** The tables of migrations/0007_sign_in.sql, as far as we write them ourselves; `auth-model.ts` tells better-auth of them. */
// A type, not an interface: Kysely asks for an index signature.
type SignInTables = {
  app_user: {
    id: string;
    email: string;
    name: string;
    language: string;
    two_factor_enabled: boolean;
    email_verified: boolean;
  };
  app_session: { id: string; user_id: string; token: string; expires_at: Date };
  sign_in_proof: { id: string; identifier: string; value: string; expires_at: Date };
  second_factor: { id: string; user_id: string };
  second_factor_used_code: { user_id: string; code: string; used_at: Generated<Date> };
  sign_in_attempt: { key: Buffer; count: number; ends_at: Date };
};

export function signInTables(db: Db) {
  return db.withTables<SignInTables>();
}
