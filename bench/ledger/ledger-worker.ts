import { createLedger, type LedgerService } from '#billing/ledger/ledger.service.ts';
import { openDatabase } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { silentLog } from '#kernel/log.ts';
import { charge, holdRequest } from '#test/support/test-ledger.ts';
import { Latencies } from '../latencies.ts';
import { serveWorker } from '../processes/serve-worker.ts';
import type { LedgerLoad, LedgerLoadResult } from './ledger-load.ts';

const WANTED_NANO_CHF = 5_000_000n;
const CHARGED_NANO_CHF = 1_234_567n;

serveWorker<LedgerLoad, LedgerLoadResult>(async (load) => {
  const database = openDatabase(load.databaseUrl, { poolSize: 2, applicationName: 'rappen bench' });
  const ledger = createLedger({ url: load.databaseUrl, pool: database.pool, log: silentLog });
  try {
    return await measure(ledger, load);
  } finally {
    await ledger.close();
    await database.close();
  }
});

async function measure(ledger: LedgerService, load: LedgerLoad): Promise<LedgerLoadResult> {
  const latencies = new Latencies();
  const from = performance.now() + load.warmUpMs;
  const until = from + load.measureMs;
  let measured = 0;
  let inAll = 0;
  const caller = async () => {
    for (let start = performance.now(); start < until; ) {
      const { holdId, mandateId, ...rest } = nextCall(load);
      const { outcome } = await ledger.authorize({ holdId, mandateId, ...rest });
      if (outcome !== 'granted') throw new Error(`a hold was not granted: ${outcome}`);
      const granted = performance.now();
      await ledger.capture({ mandateId, holdId, charge: charge(CHARGED_NANO_CHF) });
      const captured = performance.now();
      inAll++;
      if (captured >= from && captured < until) {
        measured++;
        latencies.add(granted - start);
        latencies.add(captured - granted);
      }
      start = captured;
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, caller));
  return {
    pairsPerSecond: (1000 * measured) / load.measureMs,
    latency: latencies.summary(),
    pairsInAll: inAll,
  };
}

function nextCall({ spenders }: LedgerLoad) {
  const spender = must(spenders[Math.floor(Math.random() * spenders.length)], 'a spender');
  return holdRequest(spender, WANTED_NANO_CHF, { minimum: 1_000n });
}
