// Reads and books files of the bank, in a process of its own: what it takes is measured, and not what made the files.

import { previewBankFile, uploadBankFile } from '#billing/payments/bank-files/bank-file.service.ts';
import { openDatabase } from '#db/database.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { serveWorker } from '../processes/serve-worker.ts';
import type { BankRequest, BankTimed } from './bank-bench.ts';

serveWorker<BankRequest, BankTimed>(async ({ databaseUrl, operator, contentBase64, isPreview }) => {
  const { db, close } = openDatabase(databaseUrl, { poolSize: 5, applicationName: 'rappen bench' });
  const file = { name: 'bank.xml', contentBase64 };
  const from = performance.now();
  const { counts } = isPreview
    ? await previewBankFile(db, file)
    : await uploadBankFile(db, file, { mandateId: ROOT_MANDATE_ID, userId: operator });
  const seconds = (performance.now() - from) / 1_000;
  await close();
  return { seconds, counts: Object.fromEntries(counts.map(({ state, count }) => [state, count])) };
});
