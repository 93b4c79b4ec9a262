import { resolve } from 'node:path';
import { restoreBackup } from '#db/backup/restore-backup.ts';
import { openDatabase } from '#db/database.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { type CommandResult, defineOwnerCommand } from './command.ts';
import { required, textNamed } from './option.ts';
import { recountDatabase } from './recount-database.ts';

const STEPS = { check: 'reading the file', load: 'loading' } as const;

export const restoreCommand = defineOwnerCommand({
  name: 'restore',
  about:
    'brings a backup into an empty database and recounts it as "verify" does; exit code 1 if anything differs',
  argument: 'file',
  options: { file: required(textNamed('FILE')) },
  async run({ ownerUrl, appUrl, signal, progress, secretPlace }, { file }) {
    const begin = performance.now();
    const restored = await restoreBackup({
      ...{ ownerUrl, appUrl, signal },
      file: resolve(file),
      onProgress: (step, share) => progress(`restore: ${STEPS[step]}, ${Math.floor(share * 100)} %`),
    });
    const seconds = ((performance.now() - begin) / 1_000).toFixed(1);
    progress('restore: recounting');
    const { answer, differs = false } = await recount(ownerUrl, appUrl);
    const notInIt = `the session secret: bring your copy of it (${secretPlace}) before Rappen starts`;
    return { answer: { ...restored, seconds, notInIt, ...answer }, differs };
  },
});

/** As the application's role, which is looked at here as at every start. */
async function recount(ownerUrl: string, givenAppUrl: string | undefined): Promise<CommandResult> {
  const given = givenAppUrl === undefined ? {} : { appUrl: givenAppUrl };
  const { appUrl } = await prepareDatabase(ownerUrl, given);
  const database = openDatabase(appUrl, { poolSize: 2, applicationName: 'rappen command' });
  return recountDatabase(database).finally(database.close);
}
