import type { ProofId } from '#kernel/id.ts';
import type { Language } from '#kernel/language.ts';
import { type ComposedMail, composeMail } from '#mail/layout/compose-mail.ts';
import type { MailTemplate } from '#mail/mail-template.ts';
import { PROOF_MAIL_TEXTS } from './proof-mail-texts.ts';

interface ProofMail extends ComposedMail {
  readonly subject: string;
}

/** The recount found something. `checks`: how often each check failed. */
export function differencesMail(
  language: Language,
  facts: { readonly id: ProofId; readonly checks: readonly (readonly [check: string, count: number])[] },
): ProofMail {
  const { differs, reason } = PROOF_MAIL_TEXTS[language];
  const count = facts.checks.reduce((sum, [, each]) => sum + each, 0);
  const subject = differs.subject(count);
  const content = composeMail(language, {
    title: subject,
    preheader: differs.keep,
    blocks: [
      { kind: 'paragraph', text: differs.isFound(facts.id, count) },
      {
        kind: 'table',
        caption: differs.byCheck,
        columns: [{ title: differs.check }, { title: differs.count, align: 'end' }],
        rows: facts.checks.map(([check, each]) => [check, String(each)]),
      },
      { kind: 'note', tone: 'warn', text: differs.keep },
    ],
    reason,
  });
  return { subject, ...content };
}

/** It could not be done. */
export function failureMail(
  language: Language,
  facts: { readonly id: ProofId; readonly problem: string },
): ProofMail {
  const { failed, reason } = PROOF_MAIL_TEXTS[language];
  const content = composeMail(language, {
    title: failed.subject,
    preheader: failed.startOne,
    blocks: [
      { kind: 'paragraph', text: failed.isUnknown(facts.id) },
      { kind: 'facts', facts: [{ label: failed.problem, value: facts.problem }] },
      { kind: 'note', tone: 'warn', text: failed.startOne },
    ],
    reason,
  });
  return { subject: failed.subject, ...content };
}

const SAMPLE_ID: ProofId = 'prf_01933b6e-5c5e-7000-8000-0123456789ab';

export const differencesTemplate: MailTemplate = {
  name: 'recount_differs',
  kind: 'alarm',
  sample: (language) =>
    differencesMail(language, {
      id: SAMPLE_ID,
      checks: [
        ['posting: its content is what its fingerprint says', 2],
        ['usage: the amount follows from usage, price, markup and rate', 1],
      ],
    }),
};

export const failureTemplate: MailTemplate = {
  name: 'recount_failed',
  kind: 'alarm',
  sample: (language) =>
    failureMail(language, { id: SAMPLE_ID, problem: 'canceling statement due to statement timeout' }),
};
