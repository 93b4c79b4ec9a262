import { afterEach, expect } from 'vitest';
import { createApiKey } from '#identity/api-keys/api-key.service.ts';
import { type MandateId, type UserId, uuidOf } from '#kernel/id.ts';
import { EventReader, type EventReaderOptions } from './event-reader.ts';
import type { TestRappen } from './rappen.ts';
import { WIRE_FORMATS } from './wire-formats.ts';

export const SOON = { timeout: 5_000, interval: 20 };

interface Member {
  readonly mandateId: MandateId;
  readonly userId: UserId;
}

/** Opens streams of live events, and makes something happen. Streams are cut after each test. */
export function listeningTo(rappen: TestRappen) {
  const readers: EventReader[] = [];
  afterEach(async () => {
    await Promise.all(readers.splice(0).map((reader) => reader.cut()));
  });

  const readingKey = ({ mandateId, userId }: Member) =>
    createApiKey(rappen.context.database.db, {
      mandateId,
      userId,
      name: 'events',
      scopes: ['call', 'billing:read'],
    });

  /** Waits until the stream is live. */
  async function listenWith(key: string, options: EventReaderOptions = {}, server = rappen) {
    const reader = await EventReader.open(server.url, key, options);
    readers.push(reader);
    expect(reader.status).toBe(200);
    await expect.poll(() => reader.of('ready').length, SOON).toBe(1);
    return reader;
  }

  async function listen(member: Member, options: EventReaderOptions = {}, server = rappen) {
    const { key } = await readingKey(member);
    return listenWith(key, options, server);
  }

  /** A metered call; answers its transaction's id. */
  async function call(key: string, server = rappen): Promise<string> {
    const { path, body } = WIRE_FORMATS.chat;
    const answer = await server.post(path, key, body);
    await answer.text();
    return answer.headers.get('x-rappen-transaction-id') ?? `status ${answer.status}`;
  }

  /** So many bookings of nothing in the mandate's wallet, at once. */
  async function seedRows({ mandateId }: Member, count: number): Promise<void> {
    await rappen.database.openOwner(1).pool.query(
      `with wallet as (
         update billing_account set seq = seq + $2 where mandate_id = $1 and kind = 'wallet' returning *)
       insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at)
       select w.mandate_id, w.id, w.seq - $2 + n, gen_random_uuid(), house_account_id(w.mandate_id, 'adjustment'), 0, w.posted, 'adjustment', now()
       from wallet w, generate_series(1, $2::int) n`,
      [uuidOf(mandateId), count],
    );
  }

  return { readingKey, listen, listenWith, call, seedRows };
}
