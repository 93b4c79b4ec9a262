import { fileURLToPath } from 'node:url';
import { makeBenchDirectory } from '../bench-directory.ts';
import { startService } from '../processes/service.ts';
import type { Defer } from '../scope.ts';
import type { Stage } from './stage.ts';

const LAUNCHER = fileURLToPath(new URL('../../scripts/launch.mjs', import.meta.url));

/** One more Rappen on the same database, as on a second machine. */
export async function startSecondProcess({ rappen, simulator }: Stage, defer: Defer): Promise<void> {
  const directory = await makeBenchDirectory();
  defer(() => directory.remove());
  const service = await startService({
    name: 'the second Rappen',
    args: [LAUNCHER, 'start'],
    environment: {
      DATA_DIR: directory.path,
      PORT: '0',
      DATABASE_URL: rappen.ownerUrl,
      OPENAI_API_KEY: 'benchmark',
      OPENAI_BASE_URL: simulator.openaiBaseUrl,
      LOG_LEVEL: 'error',
    },
    ready: /^Rappen listens on /,
  });
  defer(() => service.stop());
}
