// Makes the data of a release for the tests of migrations: bookings, a statement and a waiting mail, by the product itself.
//   node test/support/releases/make-release-backup.ts postgresql://owner@.../empty FILE
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
import { VERSION } from '#operation/version.ts';

const [ownerUrl = '', file = ''] = process.argv.slice(2);
const signal = new AbortController().signal;
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
await database.close();
await writeBackup({ ownerUrl, file, program: VERSION, signal, onProgress: () => undefined });
