import type { Difference, Recount } from '#billing/verify/difference.ts';
import type { Tx } from '#db/database.ts';
import { administratorAddresses } from '#identity/users/administrators.store.ts';
import type { ProofId } from '#kernel/id.ts';
import { isMailAddress } from '#mail/mail-address.ts';
import { queueMail } from '#mail/outbox.ts';

/** Tells every administrator of the operator that the recount found something. */
export async function mailDifferences(tx: Tx, id: ProofId, { differences }: Recount): Promise<void> {
  await mailAdministrators(tx, `The recount found ${differences.length} differences`, [
    `The recount ${id} found ${differences.length} differences in the ledger.`,
    'By check:',
    ...countByCheck(differences).map(([check, count]) => `  ${count} x ${check}`),
    '',
    'Keep the database as it is: the rows are the evidence. Do not correct a row by hand.',
    'What was found: GET /api/admin/proof, or npm run rappen -- verify.',
  ]);
}

/** Tells them that it could not be done. */
export async function mailFailure(tx: Tx, id: ProofId, problem: string): Promise<void> {
  await mailAdministrators(tx, 'The recount could not be done', [
    `The recount ${id} could not be done, so nobody knows tonight whether the ledger adds up.`,
    `Problem: ${problem}`,
    '',
    'Start one now: POST /api/admin/proof, or npm run rappen -- verify.',
  ]);
}

export function countByCheck(differences: readonly Difference[]): [check: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { check } of differences) counts.set(check, (counts.get(check) ?? 0) + 1);
  return [...counts];
}

async function mailAdministrators(tx: Tx, subject: string, lines: readonly string[]): Promise<void> {
  const addresses = (await administratorAddresses(tx)).filter(isMailAddress);
  for (const to of addresses) {
    await queueMail(tx, { to, subject, text: lines.join('\n'), kind: 'alarm', holdsSecret: false });
  }
}
