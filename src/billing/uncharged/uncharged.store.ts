import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { type Id, idOf, type MandateId, type UserId, uuidOf } from '#kernel/id.ts';

export interface UnchargedScope {
  readonly mandateId: MandateId;
  /** Undefined: of all users. */
  readonly userId: UserId | undefined;
  readonly from: Date;
  /** Undefined: without end; the database's clock may be ahead of ours. */
  readonly to: Date | undefined;
}

export interface UnchargedGroup {
  readonly provider: string;
  readonly reason: string;
  readonly calls: bigint;
}

export interface UnchargedCall {
  readonly at: Date;
  readonly provider: string;
  /** That was asked for. */
  readonly model: string;
  readonly reason: string;
  readonly userId: UserId;
  readonly requestId: Id<'req'>;
}

/** By provider and reason, the most calls first. */
export async function countUncharged(db: Db, scope: UnchargedScope): Promise<UnchargedGroup[]> {
  const { rows } = await sql<UnchargedGroup>`
    select provider, reason, count(*) as calls
    from (select t.provider, t.reason from billing_uncharged_call t where ${within(scope)}
          union all
          select provider, reason from (${unknownCalls(scope)}) u) uncharged
    group by provider, reason order by calls desc, provider, reason`.execute(db);
  return rows;
}

export async function newestUncharged(
  db: Db,
  scope: UnchargedScope,
  limit: number,
): Promise<UnchargedCall[]> {
  const { rows } = await sql<
    Omit<UnchargedCall, 'userId' | 'requestId'> & { user_id: string; request_id: string }
  >`
    select * from (
      (select t.at, t.provider, t.model, t.reason, t.user_id, t.request_id, t.hold_id as id
       from billing_uncharged_call t where ${within(scope)} order by t.at desc limit ${limit})
      union all (${unknownCalls(scope)} order by at desc limit ${limit})) uncharged
    order by at desc, id desc limit ${limit}`.execute(db);
  return rows.map(({ user_id, request_id, at, provider, model, reason }) => ({
    ...{ at, provider, model, reason },
    userId: idOf('usr', user_id),
    requestId: idOf('req', request_id),
  }));
}

/** They are booked with nothing; what is charged later is a correction. There are few, and they have an index. */
function unknownCalls(scope: UnchargedScope): RawBuilder<unknown> {
  return sql`
    select t.at, t.provider, t.model_asked as model, 'unknown_cost' as reason, t.user_id, t.request_id, t.id
    from billing_transaction t
    where ${within(scope)} and t.usage_source = 'unknown' and t.type = 'usage' and t.amount = 0
      and not exists (select from billing_transaction c
                      where c.mandate_id = t.mandate_id and c.corrects = t.id and c.amount <> 0)`;
}

function within({ mandateId, userId, from, to }: UnchargedScope): RawBuilder<unknown> {
  return sql`t.mandate_id = ${uuidOf(mandateId)} and t.at >= ${from} ${to ? sql`and t.at < ${to}` : sql``}
    ${userId ? sql`and t.user_id = ${uuidOf(userId)}` : sql``}`;
}
