// A process that sends what waits in the outbox: `node mail-process.ts DATABASE_URL SMTP_PORT`. For killing it.
import { openDatabase } from '#db/database.ts';
import { silentLog } from '#kernel/log.ts';
import { mailWorkers } from '#mail/mail-jobs.ts';
import { createMailer } from '#mail/mailer.ts';
import { createQueue } from '#queue/job-queue.ts';

const [, , url = '', port = ''] = process.argv;
const { db } = openDatabase(url, { poolSize: 2, applicationName: 'rappen test mail' });
const mailer = createMailer(
  { host: '127.0.0.1', port: Number(port), isSecure: false, user: undefined, password: undefined },
  { name: undefined, address: 'rappen@muster.example' },
);
await createQueue({ url, log: silentLog }).start({
  workers: mailWorkers({ db, mailer, publicUrl: () => 'https://rappen.example', log: silentLog }),
  recurring: [],
});
