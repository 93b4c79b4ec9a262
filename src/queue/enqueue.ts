import { sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Tx } from '#db/database.ts';
import { QUEUE_SCHEMA } from '#db/queue-schema.ts';
import { type QueueDefinition, queueOptions } from './queue-definition.ts';

/** A job to be done once the transaction is committed. */
export interface NewJob<Data> {
  readonly queue: QueueDefinition<Data>;
  readonly data: Data;
  /** A bare uuid; default: one is made. */
  readonly id?: string;
}

/**
 * Puts a job into the queue, in the caller's transaction: rolled back, it was never there. Answers its id; undefined if
 * the queue takes one at a time and has one. Needs no running queue: some process will take it.
 */
export async function enqueue<Data>(tx: Tx, job: NewJob<Data>): Promise<string | undefined> {
  const { queue, data, id } = job;
  const boss = await queueIn(tx, queue);
  const jobId = await boss.send(queue.name, data as object, id === undefined ? {} : { id });
  return jobId ?? undefined;
}

/** Puts many jobs of one kind into the queue at once; nothing happens for none. */
export async function enqueueAll<Data>(
  tx: Tx,
  queue: QueueDefinition<Data>,
  data: readonly Data[],
): Promise<void> {
  if (data.length === 0) return;
  const boss = await queueIn(tx, queue);
  await boss.insert(
    queue.name,
    data.map((one) => ({ data: one as object })),
  );
}

/** The queue, there for sure, in this transaction. */
async function queueIn<Data>(tx: Tx, queue: QueueDefinition<Data>): Promise<PgBoss> {
  // pg-boss' own createQueue would commit. This does nothing where the queue is there.
  const options = JSON.stringify(queueOptions(queue));
  await sql`select ${sql.id(QUEUE_SCHEMA, 'create_queue')}(${queue.name}, ${options}::jsonb)`.execute(tx);
  return new PgBoss({ db: fromKysely(tx), schema: QUEUE_SCHEMA, openTelemetry: { enabled: false } });
}
