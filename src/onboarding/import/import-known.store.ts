import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import type { Role } from '#identity/permissions.ts';
import { type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { Brought } from './import-subject.ts';
import { NOBODY } from './import-subject-parts.store.ts';
import type { NewMember } from './import-user.store.ts';

/** What a platform calls a mandate. */
export interface ExternalId {
  readonly platform: string;
  readonly externalId: string;
}

export async function upsertMandate(
  tx: Tx,
  { platform, externalId }: ExternalId,
  mandateId: MandateId,
  brought: Brought,
): Promise<void> {
  await sql`
    insert into import_mandate (platform, external_id, mandate, brought)
    values (${platform}, ${externalId}, ${uuidOf(mandateId)}, ${JSON.stringify(brought)}::jsonb)
    on conflict (platform, external_id) do update set brought = excluded.brought`.execute(tx);
}

/** What denies stays. */
export async function deleteProviderRules(
  tx: Tx,
  mandateId: MandateId,
  roles: readonly Role[],
): Promise<void> {
  await sql`
    delete from role_permission
    where mandate_id = ${uuidOf(mandateId)} and role = any (${roles}) and allowed and starts_with(resource, 'resource.aicore.')`.execute(
    tx,
  );
}

/** Of roles that the mandate has. */
export async function changeProviderRules(
  tx: Tx,
  mandateId: MandateId,
  rules: readonly { readonly role: Role; readonly provider: string; readonly allowed: boolean }[],
): Promise<void> {
  const pairsOf = (wanted: boolean) => {
    const some = rules.filter(({ allowed }) => allowed === wanted);
    const resources = some.map(({ provider }) => `resource.aicore.${provider}`);
    return { count: some.length, roles: some.map(({ role }) => role), resources };
  };
  const allowed = pairsOf(true);
  if (allowed.count > 0) {
    await sql`
      insert into role_permission (mandate_id, role, resource, allowed)
      select r.mandate_id, r.role, p.resource, true
      from unnest(${allowed.roles}::text[], ${allowed.resources}::text[]) p (role, resource)
      join role r on r.mandate_id = ${uuidOf(mandateId)} and r.role = p.role
      on conflict (mandate_id, role, resource) do update set allowed = true, changed_at = now()`.execute(tx);
  }
  const gone = pairsOf(false);
  if (gone.count === 0) return;
  await sql`
    delete from role_permission r
    using unnest(${gone.roles}::text[], ${gone.resources}::text[]) p (role, resource)
    where r.mandate_id = ${uuidOf(mandateId)} and r.role = p.role and r.resource = p.resource`.execute(tx);
}

export async function insertChange(
  tx: Tx,
  change: {
    readonly mandateId: MandateId;
    readonly run: string;
    readonly isNew: boolean;
    readonly opening: NanoChf;
    readonly before: Brought | undefined;
  },
): Promise<void> {
  const { mandateId, run, isNew, opening, before } = change;
  await sql`
    insert into import_change (mandate_id, run, is_new, opening, before)
    values (${uuidOf(mandateId)}, ${run}, ${isNew}, ${opening}, ${before ? JSON.stringify(before) : null}::jsonb)`.execute(
    tx,
  );
}

export async function upsertMembers(
  tx: Tx,
  mandateId: MandateId,
  members: readonly NewMember[],
): Promise<void> {
  if (members.length === 0) return;
  await sql`
    insert into import_member (mandate_id, user_id, role)
    select ${uuidOf(mandateId)}::uuid, * from unnest(${members.map(({ userId }) => uuidOf(userId))}::uuid[], ${members.map(({ role }) => role)}::text[])
    on conflict (mandate_id, user_id) do update set role = excluded.role`.execute(tx);
}

/** False for somebody who has another role than the one that came over, or is no member any more. */
export async function isAsItCame(tx: Tx, mandateId: MandateId, userId: UserId): Promise<boolean> {
  const { rows } = await sql`
    select from import_member i join membership m using (mandate_id, user_id, role)
    where i.mandate_id = ${uuidOf(mandateId)} and i.user_id = ${uuidOf(userId)}`.execute(tx);
  return rows.length > 0;
}

export async function deleteMember(tx: Tx, mandateId: MandateId, userId: UserId): Promise<void> {
  await sql`delete from import_member where mandate_id = ${uuidOf(mandateId)} and user_id = ${uuidOf(userId)}`.execute(
    tx,
  );
}

/** Adds to the history of a mandate what makes it equal to the staged one. Its users are known by now. */
export async function insertHistoryDifferences(
  tx: Tx,
  run: string,
  mandateId: MandateId,
  { platform, externalId }: ExternalId,
): Promise<void> {
  await sql`
    insert into billing_history_daily
      (mandate_id, day, user_id, provider, model, run, calls, worth, input_tokens, cached_tokens, output_tokens)
    select ${uuidOf(mandateId)}, day, user_id, provider, model, ${run}, sum(calls), sum(worth), sum(i), sum(c), sum(o)
    from (
      select h.day, coalesce(k.user_id, ${NOBODY}) as user_id, h.provider, h.model, h.calls, h.worth,
        h.input_tokens as i, h.cached_tokens as c, h.output_tokens as o
      from import_staged_history h left join import_user k on k.platform = ${platform} and k.external_id = h.user_key
      where h.mandate = ${externalId}
      union all
      select day, user_id, provider, model, -calls, -worth, -input_tokens, -cached_tokens, -output_tokens
      from billing_history_daily where mandate_id = ${uuidOf(mandateId)}) d
    group by day, user_id, provider, model
    having (sum(calls), sum(worth), sum(i), sum(c), sum(o)) is distinct from (0, 0, 0, 0, 0)`.execute(tx);
}

export async function insertRun(db: Db, run: string, source: string, undoes?: string): Promise<void> {
  await sql`
    insert into import_run (id, source, undoes) values (${run}, ${source.slice(0, 1000)}, ${undoes ?? null})`.execute(
    db,
  );
}

export async function finishRun(db: Db, run: string, state: 'done' | 'interrupted'): Promise<void> {
  await sql`update import_run set state = ${state}, finished_at = clock_timestamp() where id = ${run}`.execute(
    db,
  );
}

/** Of processes that died: whoever has the turn knows that no other runs. When they ended, nobody knows. */
export async function interruptDeadRuns(db: Db): Promise<void> {
  await sql`update import_run set state = 'interrupted' where state = 'running'`.execute(db);
}
