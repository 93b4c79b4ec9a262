import type { Difference, Recount } from '#billing/verify/difference.ts';
import type { Tx } from '#db/database.ts';
import { systemAdministrators } from '#identity/users/administrators.store.ts';
import type { ProofId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { isMailAddress } from '#mail/mail-address.ts';
import { queueMail } from '#mail/outbox.ts';
import { differencesMail, failureMail } from './proof-mail.ts';

/** Tells every administrator of the operator that the recount found something. */
export async function mailDifferences(tx: Tx, id: ProofId, { differences }: Recount): Promise<void> {
  const checks = countByCheck(differences);
  await mailAdministrators(tx, (language) => differencesMail(language, { id, checks }));
}

/** Tells them that it could not be done. */
export async function mailFailure(tx: Tx, id: ProofId, problem: string): Promise<void> {
  await mailAdministrators(tx, (language) => failureMail(language, { id, problem }));
}

export function countByCheck(differences: readonly Difference[]): [check: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { check } of differences) counts.set(check, (counts.get(check) ?? 0) + 1);
  return [...counts];
}

/** Each in his language. */
async function mailAdministrators(
  tx: Tx,
  mailIn: (language: Language) => ReturnType<typeof failureMail>,
): Promise<void> {
  const people = (await systemAdministrators(tx)).filter(({ email }) => isMailAddress(email));
  for (const { email, language } of people) {
    await queueMail(tx, { ...mailIn(language), to: email, kind: 'alarm', holdsSecret: false });
  }
}
