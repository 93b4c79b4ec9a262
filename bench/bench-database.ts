import { type Database, openDatabase } from '#db/database.ts';
import { startEmbedded } from '#db/embedded/embedded-server.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { decimal } from '#kernel/decimal.ts';
import { bootstrap } from '../src/onboarding/bootstrap.ts';
import { ensureDemoIssuer } from '../src/onboarding/demo-issuer.ts';
import { makeBenchDirectory } from './bench-directory.ts';
import type { Defer } from './scope.ts';

export interface BenchDatabase {
  /** To connect as the application's role. A secret. */
  readonly appUrl: string;
  readonly owner: Database;
}

/** A durable database of its own, with an operator and a letter head, for one part of the benchmark to fill. A statement of the owner may take an hour. */
export async function openBenchDatabase(defer: Defer): Promise<BenchDatabase> {
  const directory = await makeBenchDirectory();
  defer(() => directory.remove());
  const server = await startEmbedded({ dataDir: directory.path });
  defer(() => server.stop());
  const { appUrl } = await prepareDatabase(server.ownerUrl);
  const owner = openDatabase(server.ownerUrl, {
    ...{ poolSize: 1, applicationName: 'rappen bench' },
    timeouts: { statementTimeoutMs: 3_600_000 },
  });
  defer(() => owner.close());
  await bootstrap(owner.db, { chfPerUsd: decimal('0.80'), adminPassword: 'operator-of-a-benchmark' });
  await ensureDemoIssuer(owner.db);
  return { appUrl, owner };
}
