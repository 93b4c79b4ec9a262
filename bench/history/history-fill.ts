import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { readPriceBook } from '#aicore/prices/price.store.ts';
import type { PriceBook } from '#aicore/prices/price-book.ts';
import { openBilling } from '#billing/settings/settings.service.ts';
import type { Database } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { decimal } from '#kernel/decimal.ts';
import { type AccountId, idOf, type MandateId, uuidOf } from '#kernel/id.ts';
import { addMember, makeMember } from '#test/support/mandate-factory.ts';
import { bootstrap } from '../../src/onboarding/bootstrap.ts';
import { say } from '../bench-progress.ts';

/** Who and what is in the history, by how often: for the worst case of each filter. */
export interface History {
  readonly mandateId: MandateId;
  readonly walletId: AccountId;
  /** The busiest first; number 97 was active in the first quarter only, 98 three times in all, 99 never. */
  readonly userIds: readonly string[];
  readonly models: readonly HistoryModel[];
  readonly rows: number;
}

export interface HistoryModel {
  readonly provider: string;
  readonly model: string;
  /** The name that its price has, where that is another one. */
  readonly priced?: string;
}

/** The busiest first; the last but one was used in the first quarter only, the last forty times in all. */
const MODELS: readonly HistoryModel[] = [
  { provider: 'openai', model: 'gpt-5-mini' },
  { provider: 'anthropic', model: 'claude-haiku-4-5' },
  { provider: 'openai', model: 'gpt-4o-mini' },
  { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  { provider: 'openai', model: 'gpt-5' },
  { provider: 'perplexity', model: 'sonar' },
  { provider: 'openai', model: 'gpt-4.1' },
  { provider: 'perplexity', model: 'sonar-pro' },
  { provider: 'anthropic', model: 'claude-opus-4-5' },
  { provider: 'openai', model: 'gpt-5-nano' },
  { provider: 'openai', model: 'gpt-4o' },
  { provider: 'tavily', model: 'search', priced: '*' },
];
const USERS = 100;
const DAYS = 365;
const MARKUP_PPM = 500_000;
const CHF_PER_USD = '0.80';
const A_DAY_MS = 86_400_000;

/**
 * Fills an empty database with one mandate's year of `rows` calls (and a few corrections, top-ups, refunds, adjustments).
 * Holds are left out: what reads bookings does not read them, and they would double the size; so `verify` is not for it.
 */
export async function fillHistory(owner: Database, rows: number): Promise<History> {
  await bootstrap(owner.db, { chfPerUsd: decimal(CHF_PER_USD), adminPassword: 'history-of-a-year' });
  const first = await makeMember(owner.db, 'mandate_admin');
  const members = [first];
  while (members.length < USERS) members.push(await addMember(owner.db, first.mandateId));
  await openBilling(owner.db, { mandateId: first.mandateId, billingModel: 'prepaid_mandate' });
  const client = await owner.pool.connect();
  try {
    await client.query('set statement_timeout = 0; set synchronous_commit = off');
    await client.query(readFileSync(new URL('./history-fill.sql', import.meta.url), 'utf8'));
    await client.query('create temp table history_user (number int4 primary key, id uuid, api_key_id uuid)');
    await client.query('insert into history_user select * from unnest($1::int4[], $2::uuid[], $3::uuid[])', [
      members.map((_, number) => number),
      members.map(({ userId }) => uuidOf(userId)),
      members.map(({ keyId }) => uuidOf(keyId)),
    ]);
    await insertModels(client, await readPriceBook(owner.db));
    await fillDays(client, uuidOf(first.mandateId), rows);
  } finally {
    client.release(true);
  }
  return findHistory(owner);
}

async function fillDays(client: pg.PoolClient, mandate: string, rows: number): Promise<void> {
  const { rows: found } = await client.query<{ wallet: string; rate: string }>(
    `select (select id from billing_account where mandate_id = $1 and kind = 'wallet') as wallet,
            (select exchange_rate_id from exchange_rate) as rate`,
    [mandate],
  );
  const { wallet, rate } = must(found[0], 'the wallet');
  await client.query('select pg_temp.history_plan($1, $2)', [rows, DAYS]);
  const { rows: days } = await client.query<{ day: string }>(
    'select distinct day from history_hour order by day',
  );
  let done = 0n;
  for (const [index, { day }] of days.entries()) {
    const { rows: booked } = await client.query<{ count: bigint }>({
      text: 'select pg_temp.history_day($1, $2, $3, $4, $5, $6) as count',
      values: [mandate, wallet, rate, CHF_PER_USD, MARKUP_PPM, day],
      query_timeout: A_DAY_MS,
    } as pg.QueryConfig);
    done += booked[0]?.count ?? 0n;
    if (index % 30 === 29 || index === days.length - 1) say(`history: ${done} rows until ${day}`);
  }
  await client.query('select pg_temp.history_end($1, $2)', [mandate, wallet]);
}

async function insertModels(client: pg.PoolClient, book: PriceBook): Promise<void> {
  await client.query(`create temp table history_model (number int4 primary key, provider text, model text, price_id uuid, has_tokens bool,
    input_price numeric, cached_price numeric, output_price numeric, counted_meter text, counted_price numeric)`);
  for (const [number, { provider, model, priced }] of MODELS.entries()) {
    const price = must(book.priceAt(provider, priced ?? model, new Date()), `a price of ${model}`);
    const {
      input_tokens,
      cached_input_tokens = 0n,
      output_tokens = 0n,
      requests,
      credits,
    } = price.perMillion;
    const counted = requests !== undefined ? 'requests' : credits !== undefined ? 'credits' : null;
    await client.query('insert into history_model values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
      ...[number, provider, model, uuidOf(price.id), input_tokens !== undefined],
      ...[input_tokens ?? 0n, cached_input_tokens, output_tokens, counted, requests ?? credits ?? 0n],
    ]);
  }
}

/** The history that a database was filled with. */
export async function findHistory({ pool }: Database): Promise<History> {
  const { rows } = await pool.query<{ mandate_id: string; id: string; seq: bigint; users: string[] }>(
    `select a.mandate_id, a.id, a.seq, array(select ms.user_id from membership ms where ms.mandate_id = a.mandate_id order by ms.user_id) as users
     from billing_account a where a.kind = 'wallet' order by a.seq desc limit 1`,
  );
  const found = must(rows[0], 'a filled database');
  return {
    mandateId: idOf('mnd', found.mandate_id),
    walletId: idOf('acc', found.id),
    userIds: found.users.map((uuid) => idOf('usr', uuid)),
    models: MODELS,
    rows: Number(found.seq),
  };
}
