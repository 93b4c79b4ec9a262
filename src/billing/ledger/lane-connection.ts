import pg from 'pg';
import { connectionSettings } from '#db/database.ts';

/** Whatever the server's defaults are: the batch looks at holds after its locks, and an answer means that it is on disk. */
const OWN_SETTINGS = `
  set default_transaction_isolation = 'read committed';
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/**
 * The batch keeps one plan. One that was made while the tables were empty reads all of them once they are not, so plans are
 * made anew every second, by the tables' sizes at that moment; that costs 2 ms.
 */
const PLANS_LIVE_MS = 1_000;

/** Opens the connection of a lane. `onLost` is called when it breaks while it is idle. */
export async function connectLane(url: string, onLost: (client: pg.Client) => void): Promise<pg.Client> {
  const client = new pg.Client({
    ...connectionSettings(url),
    application_name: 'rappen ledger',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    lock_timeout: 5_000,
    query_timeout: 15_000,
  });
  client.on('error', () => onLost(client));
  await client.connect();
  await client.query(OWN_SETTINGS);
  return client;
}

/** Keeps the plans of one connection fresh; call it before a batch. */
export class PlanRefresher {
  #plannedAtMs = 0;

  async refresh(client: pg.Client): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.#plannedAtMs < PLANS_LIVE_MS) return;
    this.#plannedAtMs = nowMs;
    await client.query('discard plans');
  }
}
