import { resolve } from 'node:path';
import { writeBackup } from '#db/backup/write-backup.ts';
import { VERSION } from '#operation/version.ts';
import { defineOwnerCommand } from './command.ts';
import { megabytes } from './megabytes.ts';
import { required, textNamed } from './option.ts';

export const backupCommand = defineOwnerCommand({
  name: 'backup',
  about:
    'writes all data to a new file, as of one instant, while Rappen runs on. The session secret is not in it: keep it too',
  argument: 'file',
  options: { file: required(textNamed('FILE')) },
  mayBegin: () => false,
  async run({ ownerUrl, signal, progress, secretPlace }, { file }) {
    const begin = performance.now();
    const { bytes, fileBytes } = await writeBackup({
      ownerUrl,
      file: resolve(file),
      program: VERSION,
      signal,
      onProgress: everySoOften((table, so) => progress(`backup: ${megabytes(so)} MB, ${table}`)),
    });
    return {
      answer: {
        file: resolve(file),
        megabytes: megabytes(bytes),
        fileMegabytes: megabytes(fileBytes),
        seconds: ((performance.now() - begin) / 1_000).toFixed(1),
        notInIt: `the session secret (${secretPlace}): keep a copy of it in another place, or second factors cannot be read after a restore`,
      },
    };
  },
});

const SHOW_EVERY_MS = 200;

function everySoOften<Given extends unknown[]>(show: (...given: Given) => void): (...given: Given) => void {
  let next = 0;
  return (...given) => {
    const now = performance.now();
    if (now < next) return;
    next = now + SHOW_EVERY_MS;
    show(...given);
  };
}
