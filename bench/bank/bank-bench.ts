import { fileURLToPath } from 'node:url';
import type { UserId } from '#kernel/id.ts';
import { camtFile } from '#test/support/camt-builder.ts';
import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { watchMemory } from '../memory/resident-memory.ts';
import { startWorker } from '../processes/worker.ts';
import { inScope } from '../scope.ts';
import { BANK_ACCOUNT, openBankDatabase } from './bank-database.ts';

export interface BankRequest {
  /** To connect as the application's role. A secret. */
  readonly databaseUrl: string;
  readonly operator: UserId;
  readonly contentBase64: string;
  /** Only reads it, and says what would become of it. */
  readonly isPreview: boolean;
}

export interface BankTimed {
  readonly seconds: number;
  /** Payments by what became of them. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface BankResult {
  readonly payments: number;
  readonly fileMegabytes: number;
  /** To read a file and to say what would become of its payments. */
  readonly readSeconds: number;
  /** To read, keep and book it: top-ups, then payments of invoices. */
  readonly topUpSeconds: number;
  readonly invoiceSeconds: number;
  /** A second file with the same payments. */
  readonly againSeconds: number;
  readonly mostMegabytes: number;
}

const WORKER = fileURLToPath(new URL('./bank-worker.ts', import.meta.url));

/** Files of the bank with many payments. Throws unless each payment is booked once. */
export function benchBank({ bankPayments }: BenchOptions): Promise<BankResult> {
  return inScope(async (defer) => {
    const { appUrl, owner, operator, topUps, invoices } = await openBankDatabase(bankPayments, defer);
    const worker = startWorker<BankRequest, BankTimed>(WORKER);
    defer(() => worker.stop());
    const memory = watchMemory(worker.pid);
    const take = async (file: string, state: string, isPreview = false) => {
      say(`bank: ${bankPayments} payments to be ${state}${isPreview ? ', shown' : ''}`);
      const contentBase64 = Buffer.from(file).toString('base64');
      const asked = { databaseUrl: appUrl, operator, contentBase64, isPreview };
      const { seconds, counts } = await worker.ask(asked);
      if (counts[state] !== bankPayments)
        throw new Error(`of ${bankPayments} payments became ${JSON.stringify(counts)}`);
      return seconds;
    };
    const file = fileOf('TOP-UP', topUps, '100.00');
    const seconds = {
      readSeconds: await take(file, 'credited', true),
      topUpSeconds: await take(file, 'credited'),
      againSeconds: await take(file.replace('<MsgId>TOP-UP', '<MsgId>AGAIN'), 'duplicate'),
      invoiceSeconds: await take(fileOf('INVOICE', invoices, '108.10'), 'credited'),
    };
    const mostMegabytes = memory.stop();
    const { rows } = await owner.pool.query<{ sum: bigint }>(
      "select sum(posted)::int8 as sum from billing_account where kind = 'wallet'",
    );
    // A top-up is 100 francs, an invoice frees 100 francs, and each mandate had 20 Rappen: one for ten payments.
    if (rows[0]?.sum !== BigInt(bankPayments) * 200_000_000_000n + BigInt(bankPayments / 10) * 200_000_000n)
      throw new Error(`the wallets have ${rows[0]?.sum}`);
    return { payments: bankPayments, fileMegabytes: file.length / 1e6, ...seconds, mostMegabytes };
  });
}

function fileOf(messageId: string, references: readonly string[], amount: string): string {
  return camtFile({
    ...{ kind: 'camt.054', iban: BANK_ACCOUNT, messageId },
    entries: references.map((reference, index) => ({
      ...{ reference, amount, bankReference: `${messageId}-${index}` },
    })),
  });
}
