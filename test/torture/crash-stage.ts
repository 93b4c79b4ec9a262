import pg from 'pg';
import { onTestFinished } from 'vitest';
import { openBilling } from '#billing/settings/settings.service.ts';
import { topUp } from '#billing/transactions/posting.service.ts';
import { connectionSettings, type Database, openDatabase } from '#db/database.ts';
import { uuidOf } from '#kernel/id.ts';
import { NANO_PER_CHF } from '#kernel/money.ts';
import { makeMember, type TestMember } from '#test/support/mandate-factory.ts';
import { type HoldRow, readHolds } from './evidence.ts';
import { eventually } from './patience.ts';
import type { SimulatorProcess } from './simulator-process.ts';

/** A mandate with a user, a key and CHF 10. */
export async function openPayer({ db }: Database): Promise<TestMember> {
  const member = await makeMember(db);
  const { mandateId } = member;
  await openBilling(db, { mandateId, billingModel: 'prepaid_mandate' });
  await topUp(db, { mandateId, amount: 10n * NANO_PER_CHF, idempotencyKey: 'opening' });
  return member;
}

/** The application's connections; closed when the test ends. */
export function openForTest(appUrl: string): Database {
  const database = openDatabase(appUrl, { poolSize: 4, applicationName: 'crash test' });
  onTestFinished(() => database.close());
  return database;
}

/** Keeps a mandate's wallet locked, so that whatever wants to hold or book there waits, until it is released. */
export async function lockWallet(
  ownerUrl: string,
  { mandateId }: TestMember,
): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client(connectionSettings(ownerUrl));
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query("select from billing_account where mandate_id = $1 and kind = 'wallet' for update", [
    uuidOf(mandateId),
  ]);
  return { release: () => client.end() };
}

/** Waits until so many connections stand in front of a lock. */
export async function someoneWaits({ pool }: Database): Promise<void> {
  await eventually('somebody waits for the lock', async () => {
    const { rowCount } = await pool.query("select from pg_stat_activity where wait_event_type = 'Lock'");
    return rowCount === 0 ? undefined : true;
  });
}

export function heldAs(database: Database, tag: string): Promise<HoldRow | undefined> {
  return readHolds(database).then((holds) => holds.find(({ idempotency_key: key }) => key === tag));
}

/** Waits until all holds are past their time, so that the next gateway has them to settle at once. */
export async function holdsExpired({ pool }: Database): Promise<void> {
  await eventually('every open hold expires', async () => {
    const { rowCount } = await pool.query(
      "select from billing_hold where state = 'open' and expires_at + ledger_grace() >= clock_timestamp()",
    );
    return rowCount === 0 ? true : undefined;
  });
}

export async function noHoldOpen({ pool }: Database): Promise<void> {
  await eventually('no hold stays open', async () => {
    const { rowCount } = await pool.query("select from billing_hold where state = 'open'");
    return rowCount === 0 ? true : undefined;
  });
}

/** What the providers have seen of a call, once it is settled there. */
export function upstreamOf(simulator: SimulatorProcess, tag: string) {
  return simulator.ledger().then((entries) => entries.filter((entry) => entry.tag === tag));
}

/** A chat whose answer the simulator gives as the directives say. */
export function chatBody(tag: string, directives: object, more: object = {}): Record<string, unknown> {
  const content = `Count. [[sim:${JSON.stringify({ tag, ...directives })}]]`;
  return {
    model: 'gpt-6-luna',
    messages: [{ role: 'user', content }],
    max_completion_tokens: 2_000,
    ...more,
  };
}
