import { sql } from 'kysely';
import type { Db, Tx } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { Brought, HistorySum } from './import-subject.ts';

export interface RunChange {
  readonly mandateId: MandateId;
  readonly externalId: string;
  /** Nano-CHF that the run booked. */
  readonly opening: NanoChf;
  readonly before: Brought | undefined;
}

/** What a run did that was not taken back yet. */
export async function findChanges(db: Db, run: string): Promise<readonly RunChange[]> {
  const { rows } = await sql<{
    mandate_id: string;
    external_id: string;
    opening: bigint;
    before: Brought | null;
  }>`
    select c.mandate_id, m.external_id, c.opening, c.before
    from import_change c join import_mandate m on m.mandate = c.mandate_id
    where c.run = ${run} and c.undone_by is null
    order by m.external_id`.execute(db);
  return rows.map(({ mandate_id, external_id, opening, before }) => ({
    mandateId: idOf('mnd', mandate_id),
    externalId: external_id,
    opening,
    before: before ?? undefined,
  }));
}

/** Why a run cannot be taken back in this mandate any more. The mandate is locked; its wallets are by the counter-booking. */
export async function findObstacle(tx: Tx, run: string, mandateId: MandateId): Promise<string | undefined> {
  const { rows } = await sql<{ later: boolean; booked: boolean; held: boolean; closed: boolean }>`
    select
      exists (select from import_change o where o.mandate_id = c.mandate_id and o.seq > c.seq and o.undone_by is null) as later,
      exists (
        select from billing_transaction t
        where t.mandate_id = c.mandate_id and t.at >= r.started_at and t.idempotency_key is distinct from 'import:' || c.run
          and not exists (select from import_run i where t.idempotency_key = 'import:' || i.id)) as booked,
      exists (select from billing_account a where a.mandate_id = c.mandate_id and a.held > 0) as held,
      exists (select from mandate m where m.mandate_id = c.mandate_id and m.status = 'closed') as closed
    from import_change c join import_run r on r.id = c.run
    where c.mandate_id = ${uuidOf(mandateId)} and c.run = ${run}`.execute(tx);
  if (rows[0]?.later) return 'a later run changed this mandate: take that one back first';
  if (rows[0]?.closed) return 'this mandate is closed';
  if (rows[0]?.held) return 'calls are running in this mandate';
  return rows[0]?.booked ? 'something else was booked in this mandate since' : undefined;
}

/** Answers what is taken out. */
export async function insertCounterHistory(
  tx: Tx,
  run: string,
  undo: string,
  mandateId: MandateId,
): Promise<HistorySum> {
  const { rows } = await sql<{ calls: bigint; worth: bigint }>`
    with counter as (
      insert into billing_history_daily
        (mandate_id, day, user_id, provider, model, run, calls, worth, input_tokens, cached_tokens, output_tokens)
      select mandate_id, day, user_id, provider, model, ${undo}, -calls, -worth, -input_tokens, -cached_tokens, -output_tokens
      from billing_history_daily where mandate_id = ${uuidOf(mandateId)} and run = ${run}
      returning calls, worth)
    select coalesce(-sum(calls), 0)::int8 as calls, coalesce(-sum(worth), 0)::int8 as worth from counter`.execute(
    tx,
  );
  return must(rows[0], 'a sum');
}

export async function markUndone(tx: Tx, run: string, undo: string, mandateId: MandateId): Promise<void> {
  await sql`
    update import_change set undone_by = ${undo}
    where mandate_id = ${uuidOf(mandateId)} and run = ${run}`.execute(tx);
}

/** Only the opening goes back: names, roles and all else stay in Rappen, so they are what the next import compares with. */
export async function takeBackBrought(
  tx: Tx,
  mandateId: MandateId,
  before: Brought | undefined,
): Promise<void> {
  const opening = before?.opening ?? null;
  await sql`
    update import_mandate
    set brought = case when ${opening}::text is not null then brought || jsonb_build_object('opening', ${opening}::text) end
    where mandate = ${uuidOf(mandateId)}`.execute(tx);
}
