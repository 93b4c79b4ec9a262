import { resolve } from 'node:path';
import { restoreBackup } from '#db/backup/restore-backup.ts';
import { cancelStatements } from '#db/cancel-statements.ts';
import { openDatabase } from '#db/database.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { type CommandResult, defineOwnerCommand } from './command.ts';
import type { OwnerServices } from './command-services.ts';
import { required, textNamed } from './option.ts';
import { recountDatabase } from './recount-database.ts';

const STEPS = { check: 'reading the file', load: 'loading' } as const;

export const restoreCommand = defineOwnerCommand({
  name: 'restore',
  about:
    'brings a backup into an empty database and recounts it as "verify" does; exit code 1 if anything differs',
  argument: 'file',
  options: { file: required(textNamed('FILE')) },
  mayBegin: () => true,
  async run(services, { file }) {
    const { ownerUrl, appUrl, signal, progress, secretPlace } = services;
    const begin = performance.now();
    const restored = await restoreBackup({
      ...{ ownerUrl, appUrl, signal },
      file: resolve(file),
      onProgress: (step, share) => progress(`restore: ${STEPS[step]}, ${Math.floor(share * 100)} %`),
    });
    const seconds = ((performance.now() - begin) / 1_000).toFixed(1);
    progress('restore: recounting');
    const { answer, differs = false } = await recount(services);
    const notInIt = `the session secret: bring your copy of it (${secretPlace}) before Rappen starts`;
    return { answer: { ...restored, seconds, notInIt, ...answer }, differs };
  },
});

/** As the application's role, which is looked at here as at every start. The data are there whatever comes of it. */
async function recount({ ownerUrl, appUrl: given, signal }: OwnerServices): Promise<CommandResult> {
  const { appUrl } = await prepareDatabase(ownerUrl, given === undefined ? {} : { appUrl: given });
  const name = `rappen restore ${process.pid}`;
  const database = openDatabase(appUrl, { poolSize: 3, applicationName: name });
  const cancel = () => void cancelStatements(database.pool, name).catch(() => undefined);
  signal.addEventListener('abort', cancel);
  try {
    signal.throwIfAborted();
    return await recountDatabase(database);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Error('the backup is restored, and was not recounted: run "rappen verify"', { cause: error });
  } finally {
    signal.removeEventListener('abort', cancel);
    await database.close();
  }
}
