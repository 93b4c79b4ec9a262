// Makes the data of a release for the tests of migrations, by the product itself: bookings, a statement, imported mandates with their
// past usage, and a waiting mail.
//   node test/support/releases/make-release-backup.ts postgresql://owner@.../empty FILE
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { issueDueStatements } from '#billing/statements/due-statements.ts';
import { writeBackup } from '#db/backup/write-backup.ts';
import { openDatabase } from '#db/database.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { transaction } from '#db/transaction.ts';
import { decimal } from '#kernel/decimal.ts';
import { silentLog } from '#kernel/log.ts';
import { queueMail } from '#mail/outbox.ts';
import { bootstrap } from '#onboarding/bootstrap.ts';
import { ensureSampleData } from '#onboarding/demo/sample-data.ts';
import { ensureDemoIssuer } from '#onboarding/demo-issuer.ts';
import { readImportMapping } from '#onboarding/import/import-mapping.ts';
import { importMandates } from '#onboarding/import/import-run.ts';
import { openImportSource } from '#onboarding/import/import-source.ts';
import { VERSION } from '#operation/version.ts';

const [ownerUrl = '', file = ''] = process.argv.slice(2);
const signal = new AbortController().signal;
const EXAMPLE = fileURLToPath(new URL('../../../docs/import-example', import.meta.url));
/** Over the end of a month, so that there is something to state. */
const SPAN = { days: 3, until: new Date('2026-11-02T18:00:00Z') };

const { appUrl } = await prepareDatabase(ownerUrl);
const database = openDatabase(appUrl, { poolSize: 4, applicationName: 'rappen release' });
const { db } = database;
await bootstrap(db, { adminEmail: 'admin@rappen.example', chfPerUsd: decimal('0.80') });
await ensureSampleData(db, {
  ownerUrl,
  isWanted: true,
  defaultMarkupPpm: 100_000,
  span: SPAN,
  say: () => undefined,
});
await ensureDemoIssuer(db);
await issueDueStatements({ db, log: silentLog, signal });
await transaction(db, (tx) =>
  queueMail(tx, {
    kind: 'invitation',
    to: 'anna@muster.example',
    subject: 'Willkommen',
    text: 'Guten Tag\n',
    holdsSecret: false,
  }),
);
await importExample();
await database.close();
await writeBackup({ ownerUrl, file, program: VERSION, signal, onProgress: () => undefined });

/** That of docs/import.md: customers with openings, and usage of the time before. */
async function importExample(): Promise<void> {
  const mapping = await readImportMapping(join(EXAMPLE, 'mapping.json'));
  const { sources, close } = await openImportSource(EXAMPLE, mapping);
  const { totals } = await importMandates(database, { source: 'example', sources, mapping, dryRun: false });
  await close();
  process.stdout.write(`${JSON.stringify(totals)}\n`);
}
