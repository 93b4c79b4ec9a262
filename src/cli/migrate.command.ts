import { MIGRATIONS_DIRECTORY } from '#db/migration-files.ts';
import { migrationStatus } from '#db/migration-status.ts';
import { prepareDatabase } from '#db/prepare.ts';
import { type CommandResult, defineOwnerCommand } from './command.ts';
import { flag } from './option.ts';

export const migrateCommand = defineOwnerCommand({
  name: 'migrate',
  about:
    'brings the database up to date, as every start does; --status changes nothing and tells what has landed: exit code 1 if it is not all',
  options: { status: flag },
  mayBegin: ({ status }) => !status,
  async run({ ownerUrl, appUrl }, { status }) {
    if (status) return tellStatus(ownerUrl);
    const { applied } = await prepareDatabase(ownerUrl, appUrl === undefined ? {} : { appUrl });
    return { answer: { applied } };
  },
});

async function tellStatus(ownerUrl: string): Promise<CommandResult> {
  const { migrations, jobQueue } = await migrationStatus(ownerUrl, MIGRATIONS_DIRECTORY);
  const { landed, known } = jobQueue;
  const isDone = landed === known && migrations.every(({ state }) => state === 'landed');
  return {
    answer: {
      upToDate: isDone,
      jobQueue: landed === known ? `${known}` : `${landed ?? 'none'}, this program's is ${known}`,
      migrations: migrations.map((migration) => ({ ...migration })),
    },
    differs: !isDone,
  };
}
