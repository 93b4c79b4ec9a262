import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type ApiKeyId, idOf, type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { ActorFacts } from '../actor.ts';
import { identityTables } from '../identity.tables.ts';
import type { MandateStatus } from '../mandates/mandate.ts';
import type { PermissionRule, Role } from '../permissions.ts';
import { type Scope, scopesWithin } from './api-key.ts';

const IS_LIVE = sql<boolean>`(revoked_at is null and (expires_at is null or expires_at > now()))`;

export interface ApiKeyRow {
  readonly id: ApiKeyId;
  readonly userId: UserId;
  readonly name: string;
  readonly hash: Buffer;
  readonly last4: string;
  readonly scopes: readonly Scope[];
  readonly providers: readonly string[] | null;
  readonly expiresAt: Date | null;
  /** A key of the same mandate, that ends what it issued when it ends. */
  readonly issuedBy: ApiKeyId | null;
}

export async function insertApiKey(db: Db, mandateId: MandateId, key: ApiKeyRow): Promise<void> {
  await identityTables(db)
    .insertInto('api_key')
    .values({
      mandate_id: uuidOf(mandateId),
      key_id: uuidOf(key.id),
      user_id: uuidOf(key.userId),
      name: key.name,
      key_hash: key.hash,
      last4: key.last4,
      scopes: key.scopes,
      providers: key.providers,
      expires_at: key.expiresAt,
      issued_by: key.issuedBy === null ? null : uuidOf(key.issuedBy),
    })
    .execute();
}

/** False if there is no such key, or it is revoked already: then it keeps its first date. */
export async function updateRevoked(db: Db, mandateId: MandateId, keyId: ApiKeyId): Promise<boolean> {
  const updated = await identityTables(db)
    .updateTable('api_key')
    .set({ revoked_at: sql<Date>`now()` })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('key_id', '=', uuidOf(keyId))
    .where('revoked_at', 'is', null)
    .returning('key_id')
    .executeTakeFirst();
  return updated !== undefined;
}

/** Revokes what the key has issued, and what that has, as far as it is not; which ones that were. */
export async function updateRevokedBelow(
  db: Db,
  mandateId: MandateId,
  keyId: ApiKeyId,
): Promise<readonly ApiKeyId[]> {
  const mandate = uuidOf(mandateId);
  const { rows } = await sql<{ key_id: string }>`
    with recursive below as (
      select k.key_id from api_key k where k.mandate_id = ${mandate} and k.issued_by = ${uuidOf(keyId)}
      union
      select k.key_id from below join api_key k on k.mandate_id = ${mandate} and k.issued_by = below.key_id)
    update api_key k set revoked_at = now()
      from below
     where k.mandate_id = ${mandate} and k.key_id = below.key_id and k.revoked_at is null
    returning k.key_id`.execute(db);
  return rows.map((row) => idOf('key', row.key_id));
}

export async function updateKeyName(
  db: Db,
  mandateId: MandateId,
  keyId: ApiKeyId,
  name: string,
): Promise<void> {
  await identityTables(db)
    .updateTable('api_key')
    .set({ name })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('key_id', '=', uuidOf(keyId))
    .execute();
}

/** A key as who changes it needs to know it. */
export interface LockedKey {
  readonly userId: UserId;
  readonly name: string;
  readonly last4: string;
  /** Neither revoked nor expired. */
  readonly isLive: boolean;
}

/** Nobody else changes or revokes the key until the transaction ends. Undefined: there is no such key. */
export async function lockApiKey(
  db: Db,
  mandateId: MandateId,
  keyId: ApiKeyId,
): Promise<LockedKey | undefined> {
  const row = await identityTables(db)
    .selectFrom('api_key')
    .select(['user_id', 'name', 'last4', IS_LIVE.as('is_live')])
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('key_id', '=', uuidOf(keyId))
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && { userId: idOf('usr', row.user_id), name: row.name, last4: row.last4, isLive: row.is_live };
}

/** How many keys of the user are neither revoked nor expired. */
export async function countLiveKeys(db: Db, mandateId: MandateId, userId: UserId): Promise<bigint> {
  const row = await identityTables(db)
    .selectFrom('api_key')
    .select((select) => select.fn.countAll<bigint>().as('count'))
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('user_id', '=', uuidOf(userId))
    .where(IS_LIVE)
    .executeTakeFirst();
  return row?.count ?? 0n;
}

/** Revokes all keys of a user that have this name. */
export async function updateRevokedByName(
  db: Db,
  mandateId: MandateId,
  userId: UserId,
  name: string,
): Promise<void> {
  await identityTables(db)
    .updateTable('api_key')
    .set({ revoked_at: sql<Date>`now()` })
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('user_id', '=', uuidOf(userId))
    .where('name', '=', name)
    .where('revoked_at', 'is', null)
    .execute();
}

export interface AskedKey {
  readonly mandateId: MandateId;
  readonly hash: Buffer;
}

export interface FoundKey {
  readonly facts: ActorFacts;
  /** By the database's clock, from the moment of the query; undefined: it does not expire. */
  readonly expiresInMs: number | undefined;
}

interface FoundRow {
  place: number;
  mandate_id: string;
  status: MandateStatus;
  user_id: string;
  key_id: string;
  role: Role;
  scopes: Scope[];
  providers: string[] | null;
  rules: PermissionRule[];
  expires_at: Date | null;
  expires_in_ms: number | null;
}

/** The valid keys among those asked for, each at its place; undefined: unknown, revoked, expired, its user left the mandate, or that is closed. */
export async function findKeys(db: Db, asked: readonly AskedKey[]): Promise<(FoundKey | undefined)[]> {
  const mandates = asked.map(({ mandateId }) => uuidOf(mandateId));
  const hashes = asked.map(({ hash }) => hash.toString('hex'));
  const { rows } = await sql<FoundRow>`
    select asked.place::int as place, k.mandate_id, m.status, k.user_id, k.key_id, ms.role, k.scopes, k.providers,
           (select coalesce(json_agg(json_build_object('resource', p.resource, 'allowed', p.allowed)), '[]')
              from role_permission p where p.mandate_id = k.mandate_id and p.role = ms.role) as rules,
           k.expires_at, (extract(epoch from k.expires_at - now()) * 1000)::float8 as expires_in_ms
      from unnest(${mandates}::uuid[], ${hashes}::text[]) with ordinality as asked (mandate_id, hash, place)
      join api_key k on k.mandate_id = asked.mandate_id and k.key_hash = decode(asked.hash, 'hex')
      join mandate m on m.mandate_id = k.mandate_id
      join membership ms on ms.mandate_id = k.mandate_id and ms.user_id = k.user_id
     where k.revoked_at is null and (k.expires_at is null or k.expires_at > now()) and m.status <> 'closed'`.execute(
    db,
  );
  const found: (FoundKey | undefined)[] = asked.map(() => undefined);
  for (const row of rows) found[row.place - 1] = readRow(row);
  return found;
}

function readRow(row: FoundRow): FoundKey {
  return {
    facts: {
      mandateId: idOf('mnd', row.mandate_id),
      mandateStatus: row.status,
      userId: idOf('usr', row.user_id),
      apiKeyId: idOf('key', row.key_id),
      role: row.role,
      scopes: scopesWithin(row.role, row.scopes),
      rules: row.rules,
      keyExpiresAt: row.expires_at ?? undefined,
      keyProviders: row.providers ?? undefined,
    },
    expiresInMs: row.expires_in_ms ?? undefined,
  };
}
