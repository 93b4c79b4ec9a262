import { PROVIDERS } from '#aicore/providers/index.ts';
import { backupCommand } from './cli/backup.command.ts';
import { balanceCommand } from './cli/balance.command.ts';
import { compareUsageCommand } from './cli/compare-usage.command.ts';
import { createKeyCommand } from './cli/create-key.command.ts';
import { createMandateCommand } from './cli/create-mandate.command.ts';
import { createUserCommand } from './cli/create-user.command.ts';
import { importMandatesCommand } from './cli/import-mandates.command.ts';
import { importRunsCommand } from './cli/import-runs.command.ts';
import { activateMandateCommand, suspendMandateCommand } from './cli/mandate-status.command.ts';
import { migrateCommand } from './cli/migrate.command.ts';
import { openServices } from './cli/open-services.ts';
import { openOwnerServices } from './cli/owner-services.ts';
import { allowCommand, denyCommand } from './cli/provider-permission.command.ts';
import { recordBounceCommand } from './cli/record-bounce.command.ts';
import { restoreCommand } from './cli/restore.command.ts';
import { revokeKeyCommand } from './cli/revoke-key.command.ts';
import { runCommandLine } from './cli/run-command-line.ts';
import { setLimitCommand } from './cli/set-limit.command.ts';
import { topUpCommand } from './cli/top-up.command.ts';
import { transactionsCommand } from './cli/transactions.command.ts';
import { listUnknownCommand, resolveUnknownCommand } from './cli/unknown-calls.command.ts';
import { verifyCommand } from './cli/verify.command.ts';
import { loadConfig } from './config.ts';

/** All commands: `npm run rappen -- <command> ...`. */
const COMMANDS = [
  createMandateCommand,
  suspendMandateCommand,
  activateMandateCommand,
  createUserCommand,
  createKeyCommand,
  revokeKeyCommand,
  setLimitCommand,
  allowCommand,
  denyCommand,
  topUpCommand,
  balanceCommand,
  transactionsCommand,
  listUnknownCommand,
  resolveUnknownCommand,
  recordBounceCommand,
  importMandatesCommand,
  importRunsCommand,
  compareUsageCommand,
  verifyCommand,
  backupCommand,
  restoreCommand,
  migrateCommand,
];

const providerNames = PROVIDERS.map(({ name }) => name);

// Whoever reads our output may stop early (`| head`), and a terminal may be closed.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

process.exitCode = await runCommandLine({
  commands: COMMANDS,
  args: process.argv.slice(2),
  openServices: () => openServices(loadConfig(process.env, providerNames)),
  openOwnerServices: (mayBegin) =>
    openOwnerServices(loadConfig(process.env, providerNames), process.stderr, mayBegin),
  out: process.stdout,
  problems: process.stderr,
});
