import type { Generated } from 'kysely';
import type { Db } from '#db/database.ts';
import type { Language } from '#kernel/language.ts';
import type { Scope } from './api-keys/api-key.ts';
import type { MandateStatus } from './mandates/mandate.ts';
import type { Role } from './permissions.ts';

/** The tables of migrations/0001_identity.sql and the passwords of 0007_sign_in.sql. Ids are bare uuids here; stores add the prefixes. */
// A type, not an interface: Kysely asks for an index signature.
export type IdentityTables = {
  mandate: {
    mandate_id: string;
    name: string;
    status: Generated<MandateStatus>;
    created_at: Generated<Date>;
  };
  app_user: {
    id: string;
    /** In lower case. */
    email: string;
    name: string;
    language: Generated<Language>;
    created_at: Generated<Date>;
  };
  app_account: {
    id: string;
    user_id: string;
    provider_id: string;
    account_id: string;
    password: string | null;
  };
  role: { mandate_id: string; role: Role };
  role_permission: {
    mandate_id: string;
    role: Role;
    resource: string;
    allowed: boolean;
    changed_at: Generated<Date>;
  };
  membership: { mandate_id: string; user_id: string; role: Role; created_at: Generated<Date> };
  api_key: {
    mandate_id: string;
    key_id: string;
    user_id: string;
    name: string;
    key_hash: Buffer;
    last4: string;
    scopes: readonly Scope[];
    providers: readonly string[] | null;
    expires_at: Date | null;
    revoked_at: Date | null;
    issued_by: string | null;
    created_at: Generated<Date>;
  };
};

export function identityTables(db: Db) {
  return db.withTables<IdentityTables>();
}
