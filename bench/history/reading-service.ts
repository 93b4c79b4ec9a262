import { fileURLToPath } from 'node:url';
import { makeBenchDirectory } from '../bench-directory.ts';
import { childProcessId } from '../processes/child-process-id.ts';
import { startService } from '../processes/service.ts';
import type { Defer } from '../scope.ts';
import type { HistoryDatabase } from './history-database.ts';

export interface ReadingService {
  readonly url: string;
  readonly pid: number;
}

const LAUNCHER = fileURLToPath(new URL('../../scripts/launch.mjs', import.meta.url));

/** Rappen as `npm start` runs it, on this database. */
export async function startReadingService(
  { owner, appUrl }: HistoryDatabase,
  defer: Defer,
): Promise<ReadingService> {
  const directory = await makeBenchDirectory();
  defer(() => directory.remove());
  const service = await startService({
    name: 'Rappen',
    args: [LAUNCHER, 'start'],
    environment: {
      DATA_DIR: directory.path,
      PORT: '0',
      DATABASE_URL: owner.url,
      DATABASE_APP_URL: appUrl,
      LOG_LEVEL: 'error',
    },
    ready: /^Rappen listens on (http:\/\/[^:]+:\d+)/,
  });
  defer(() => service.stop());
  return { url: service.ready[1] ?? '', pid: childProcessId(service.pid) };
}
