import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { idOf, type UserId, uuidOf } from '#kernel/id.ts';
import { type Actor, createActor } from '../actor.ts';
import { SCOPES } from '../api-keys/api-key.ts';
import type { MandateStatus } from '../mandates/mandate.ts';
import type { PermissionRule, Role } from '../permissions.ts';

interface MembershipRow {
  readonly mandate_id: string;
  readonly status: MandateStatus;
  readonly role: Role;
  readonly rules: PermissionRule[];
}

/** The user as an actor of each mandate that he is a member of, oldest membership first. A session has every scope. */
export async function membershipsOf(db: Db, userId: UserId): Promise<readonly Actor[]> {
  const { rows } = await sql<MembershipRow>`
    select ms.mandate_id, m.status, ms.role,
           (select coalesce(json_agg(json_build_object('resource', p.resource, 'allowed', p.allowed)), '[]')
              from role_permission p where p.mandate_id = ms.mandate_id and p.role = ms.role) as rules
      from membership ms
      join mandate m on m.mandate_id = ms.mandate_id
     where ms.user_id = ${uuidOf(userId)}
     order by ms.created_at, ms.mandate_id`.execute(db);
  return rows.map((row) =>
    createActor({
      mandateId: idOf('mnd', row.mandate_id),
      mandateStatus: row.status,
      userId,
      apiKeyId: undefined,
      role: row.role,
      scopes: SCOPES,
      rules: row.rules,
      keyExpiresAt: undefined,
      keyProviders: undefined,
    }),
  );
}
