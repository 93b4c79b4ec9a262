import type { BankResult } from '../bank/bank-bench.ts';
import type { Goal } from './goal.ts';
import { megabytes, whole } from './numbers.ts';

const MOST_READ_SECONDS = 5;
const MOST_MEGABYTES = 500;

export function bankGoals({ payments, readSeconds, mostMegabytes }: BankResult): Goal[] {
  return [
    {
      what: `bank file: ${whole(payments)} payments read, and what would become of them`,
      goal: `within ${MOST_READ_SECONDS} s`,
      reached: seconds(readSeconds),
      isMet: readSeconds <= MOST_READ_SECONDS,
    },
    {
      what: 'bank file: memory of the process',
      goal: `below ${megabytes(MOST_MEGABYTES)}`,
      reached: megabytes(mostMegabytes),
      isMet: mostMegabytes < MOST_MEGABYTES,
    },
  ];
}

export function bankSection(result: BankResult): string[] {
  const { payments, fileMegabytes, readSeconds, topUpSeconds, invoiceSeconds, againSeconds } = result;
  return [
    '## Files of the bank',
    `A camt.054 of ${fileMegabytes.toFixed(1)} MB with ${whole(payments)} payments, of a tenth as many mandates. To read it and show what would become of it took ` +
      `${seconds(readSeconds)}; to read, keep and book it ${seconds(topUpSeconds)}; a second file with the same payments ${seconds(againSeconds)}. ` +
      `As many payments of invoices took ${seconds(invoiceSeconds)}.`,
  ];
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
