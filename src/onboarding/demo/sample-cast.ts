import { sql } from 'kysely';
import { findWallet } from '#billing/accounts/account.store.ts';
import type { AppliedLimit } from '#billing/ledger/ledger.ts';
import type { Db } from '#db/database.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { must } from '#kernel/assert.ts';
import { type AccountId, type ApiKeyId, idOf, type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { SampleMandate } from './sample-mandate.ts';

/** Who is who in a sample mandate that has been made. */
export interface SampleCast {
  /** The operator's administrator, who tops up. */
  readonly operatorId: UserId;
  /** The mandate's administrator. */
  readonly administratorId: UserId;
  userId(email: string): UserId;
  /** The wallet that this user spends from. */
  walletId(email: string): AccountId | undefined;
  key(name: string): { readonly id: ApiKeyId; readonly limits: readonly AppliedLimit[] };
  userLimits(email: string): readonly AppliedLimit[];
}

export async function readCast(db: Db, { id, members, settings }: SampleMandate): Promise<SampleCast> {
  const users = new Map((await findUsers(db, id)).map((user) => [user.email, user]));
  const keys = new Map((await findKeysByName(db, id)).map((key) => [key.name, key]));
  const userOf = (email: string) => must(users.get(email), `the user ${email}`);
  const wallets = new Map<string, AccountId | undefined>();
  const hasOwnWallets = settings.terms.billingModel === 'prepaid_user';
  for (const { email } of members) {
    wallets.set(email, await findWallet(db, id, hasOwnWallets ? idOf('usr', userOf(email).id) : undefined));
  }
  return {
    operatorId: await findOperator(db),
    administratorId: idOf('usr', userOf(must(members[0], 'the administrator').email).id),
    userId: (email) => idOf('usr', userOf(email).id),
    walletId: (email) => wallets.get(email),
    key: (name) => {
      const { id, limit_id } = must(keys.get(name), `the key ${name}`);
      return { id: idOf('key', id), limits: limitOf(limit_id, 'key_limit') };
    },
    userLimits: (email) => limitOf(userOf(email).limit_id, 'user_limit'),
  };
}

function limitOf(id: string | null, source: AppliedLimit['source']): readonly AppliedLimit[] {
  return id === null ? [] : [{ limitId: idOf('lim', id), source }];
}

async function findUsers(db: Db, mandateId: MandateId) {
  const { rows } = await sql<{ id: string; email: string; limit_id: string | null }>`
    select u.id, u.email, l.id as limit_id
    from membership m
    join app_user u on u.id = m.user_id
    left join billing_limit l on l.mandate_id = m.mandate_id and l.scope = 'user' and l.subject_id = u.id
    where m.mandate_id = ${uuidOf(mandateId)}`.execute(db);
  return rows;
}

async function findKeysByName(db: Db, mandateId: MandateId) {
  const { rows } = await sql<{ id: string; name: string; limit_id: string | null }>`
    select k.key_id as id, k.name, l.id as limit_id
    from api_key k
    left join billing_limit l on l.mandate_id = k.mandate_id and l.scope = 'key' and l.subject_id = k.key_id
    where k.mandate_id = ${uuidOf(mandateId)}`.execute(db);
  return rows;
}

export async function findOperator(db: Db): Promise<UserId> {
  const { rows } = await sql<{ user_id: string }>`
    select user_id from membership
    where mandate_id = ${uuidOf(ROOT_MANDATE_ID)} and role = 'system_administrator' order by created_at limit 1`.execute(
    db,
  );
  return idOf('usr', must(rows[0], 'the system administrator').user_id);
}
