import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import {
  type AutomationId,
  type ConversationId,
  idOf,
  type MandateId,
  type MessageId,
  type RunId,
  type TransactionId,
  uuidOf,
} from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import { billing } from '../billing.tables.ts';
import type { ChargedPart, UsageSource } from '../ledger/ledger.ts';

/** What one call of a message or a run costs, as the ledger knows it now. */
export interface OriginCall {
  readonly transactionId: TransactionId;
  readonly at: Date;
  readonly provider: string;
  /** The one that answered, else the one that was asked. */
  readonly model: string;
  readonly state: 'held' | 'charged' | 'not_charged' | 'unknown';
  /** 0: nothing is held any more. */
  readonly held: NanoChf;
  /** With what corrected it later; 0 until it is charged. */
  readonly charge: NanoChf;
  /** What it has cost, or may yet: what is held, and what was held where nobody knows yet what was used. */
  readonly atMost: NanoChf;
  readonly usageSource: UsageSource | undefined;
}

/** The calls of a conversation by the message that they made, each in the order of their making. */
export async function findCallsOfConversation(
  db: Db,
  mandateId: MandateId,
  conversationId: ConversationId,
): Promise<ReadonlyMap<MessageId, readonly OriginCall[]>> {
  const rows = await findCalls(db, mandateId, sql`o.conversation_id = ${uuidOf(conversationId)}::uuid`);
  return grouped(rows, (row) => idOf('msg', row.subject));
}

/** The calls of one answer. */
export async function findCallsOfMessage(
  db: Db,
  mandateId: MandateId,
  conversationId: ConversationId,
  messageId: MessageId,
): Promise<readonly OriginCall[]> {
  const condition = sql`o.conversation_id = ${uuidOf(conversationId)}::uuid and o.message_id = ${uuidOf(messageId)}::uuid`;
  return (await findCalls(db, mandateId, condition)).map(callOf);
}

/** The calls of some runs, by run. */
export async function findCallsOfRuns(
  db: Db,
  mandateId: MandateId,
  runIds: readonly RunId[],
): Promise<ReadonlyMap<RunId, readonly OriginCall[]>> {
  if (runIds.length === 0) return new Map();
  const rows = await findCalls(db, mandateId, sql`o.run_id = any(${runIds.map(uuidOf)}::uuid[])`);
  return grouped(rows, (row) => idOf('run', row.subject));
}

/** What conversations have cost in all; those without a call are left out. */
export async function sumConversations(
  db: Db,
  mandateId: MandateId,
  conversationIds: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, NanoChf>> {
  if (conversationIds.length === 0) return new Map();
  const sums = await sumBy(
    db,
    mandateId,
    sql`o.conversation_id`,
    sql`o.conversation_id = any(${conversationIds.map(uuidOf)}::uuid[])`,
  );
  return new Map(sums.map(({ subject, charged }) => [idOf('cnv', subject), charged]));
}

/** What the calls that automations have made since an instant have cost. */
export async function sumAutomations(
  db: Db,
  mandateId: MandateId,
  automationIds: readonly AutomationId[],
  since: Date,
): Promise<ReadonlyMap<AutomationId, NanoChf>> {
  if (automationIds.length === 0) return new Map();
  const sums = await sumBy(
    db,
    mandateId,
    sql`o.automation_id`,
    sql`o.automation_id = any(${automationIds.map(uuidOf)}::uuid[]) and o.at >= ${since}`,
  );
  return new Map(sums.map(({ subject, charged }) => [idOf('aut', subject), charged]));
}

interface Row {
  readonly subject: string;
  readonly hold_id: string;
  readonly created_at: Date;
  readonly provider: string;
  readonly model: string;
  readonly state: 'open' | 'captured' | 'voided' | 'expired';
  readonly amount: bigint;
  readonly charge: bigint;
  readonly usage_source: UsageSource | null;
}

/** A refused call has no hold, and so is none of them. */
async function findCalls(
  db: Db,
  mandateId: MandateId,
  condition: RawBuilder<unknown>,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select coalesce(o.message_id, o.run_id) as subject, o.hold_id, h.created_at, h.provider, h.state, h.amount,
           coalesce(t.model_answered, h.model_asked) as model, coalesce(-t.amount, 0)::int8 as charge, t.usage_source
      from billing_call_origin o
      join billing_hold h on h.mandate_id = o.mandate_id and h.id = o.hold_id
      left join lateral ${bookings} t on true
     where o.mandate_id = ${uuidOf(mandateId)}::uuid and ${condition}
     order by o.hold_id`.execute(db);
  return rows;
}

async function sumBy(
  db: Db,
  mandateId: MandateId,
  subject: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
): Promise<readonly { readonly subject: string; readonly charged: NanoChf }[]> {
  const { rows } = await sql<{ subject: string; charged: bigint }>`
    select ${subject} as subject, coalesce(sum(-t.amount), 0)::int8 as charged
      from billing_call_origin o
      join billing_hold h on h.mandate_id = o.mandate_id and h.id = o.hold_id
      cross join lateral ${bookings} t
     where o.mandate_id = ${uuidOf(mandateId)}::uuid and ${condition}
     group by 1`.execute(db);
  return rows;
}

/** All bookings of one call: its usage, and what corrected it or took it over later. */
const bookings = sql`(
  select sum(b.amount) as amount, max(b.model_answered) filter (where b.id = o.hold_id) as model_answered,
         (array_agg(b.usage_source order by b.seq desc) filter (where b.usage_source is not null))[1] as usage_source
    from billing_transaction b
   where b.mandate_id = o.mandate_id and (b.id = o.hold_id or b.corrects = o.hold_id))`;

function grouped<Subject>(
  rows: readonly Row[],
  subjectOf: (row: Row) => Subject,
): ReadonlyMap<Subject, readonly OriginCall[]> {
  const groups = new Map<Subject, OriginCall[]>();
  for (const row of rows) {
    const subject = subjectOf(row);
    const calls = groups.get(subject) ?? [];
    groups.set(subject, calls);
    calls.push(callOf(row));
  }
  return groups;
}

function callOf(row: Row): OriginCall {
  const state = stateOf(row);
  return {
    transactionId: idOf('txn', row.hold_id),
    at: row.created_at,
    provider: row.provider,
    model: row.model,
    state,
    held: row.state === 'open' ? row.amount : 0n,
    charge: row.charge,
    atMost: state === 'held' || state === 'unknown' ? row.amount : row.charge,
    usageSource: row.usage_source ?? undefined,
  };
}

function stateOf({ state, usage_source: source }: Row): OriginCall['state'] {
  if (state === 'open') return 'held';
  if (state === 'voided') return 'not_charged';
  return source === 'unknown' ? 'unknown' : 'charged';
}

/** What calls have used, part by part, as it was priced; those that were not charged are left out. */
export async function findUsageOfCalls(
  db: Db,
  mandateId: MandateId,
  ids: readonly TransactionId[],
): Promise<ReadonlyMap<TransactionId, readonly ChargedPart[]>> {
  if (ids.length === 0) return new Map();
  const rows = await billing(db)
    .selectFrom('billing_transaction')
    .select(['id', 'usage'])
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('id', 'in', ids.map(uuidOf))
    .execute();
  return new Map(rows.map(({ id, usage }) => [idOf('txn', id), usage ?? []]));
}
