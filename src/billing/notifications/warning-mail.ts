import type { Language } from '#kernel/language.ts';
import { moneyText } from '#kernel/money-text.ts';
import { type ComposedMail, composeMail } from '#mail/layout/compose-mail.ts';
import type { MailBlock, MailFact } from '#mail/layout/mail-block.ts';
import type { MailTemplate } from '#mail/mail-template.ts';
import type { RunOut } from '../balance/pace.ts';
import type { Notice } from './notice.ts';
import type { WarningFacts } from './warning-facts.store.ts';
import { WARNING_MAIL_TEXTS, type WarningMailTexts } from './warning-mail-texts.ts';

/** Why somebody is told: the settings name him, they name nobody and he is an administrator, or it is his own wallet. */
export type WarningReason = 'recipient' | 'administrator' | 'owner';

export interface WarningMail extends ComposedMail {
  readonly subject: string;
}

interface Warning {
  readonly notice: Pick<Notice, 'kind' | 'threshold' | 'mandateId'>;
  readonly facts: WarningFacts;
  readonly reason: WarningReason;
  /** Where people reach Rappen. */
  readonly address: string;
}

/** That a balance is low or used up, in the language of the mandate. */
export function warningMail({ notice, facts, reason, address }: Warning): WarningMail {
  const { language, mandateName, userName, amountLeft } = facts;
  const texts = WARNING_MAIL_TEXTS[language];
  const words = wordsFor(texts, notice, facts);
  // What can be spent is never rounded up.
  const left = moneyText(amountLeft, { decimals: 2, rounding: 'down' });
  const lead =
    amountLeft < 0n
      ? texts.beyond(moneyText(-amountLeft, { decimals: 2 }))
      : words.lead({ left, threshold: moneyText(notice.threshold) });
  const page = (path: string) => `${address}${path}?mandate=${notice.mandateId}`;
  const content = composeMail(language, {
    title: words.title,
    preheader: lead,
    blocks: [
      { kind: 'note', text: lead, tone: 'warn' },
      { kind: 'facts', facts: factsOf(texts, notice, facts, left) },
      ...spendersOf(texts, facts, reason),
      { kind: 'button', label: texts.open, href: page('/billing') },
      {
        kind: 'paragraph',
        text: reason === 'owner' ? texts.askAdministrator : texts.howToChange(page('/billing/settings')),
      },
    ],
    reason: reasonText(texts, reason, mandateName),
  });
  const of = userName === undefined ? mandateName : `${userName} (${mandateName})`;
  return { subject: words.subject(of, left), ...content };
}

function wordsFor(texts: WarningMailTexts, { kind }: Warning['notice'], { billingModel }: WarningFacts) {
  const isCredit = billingModel === 'postpaid';
  if (kind === 'empty') return isCredit ? texts.emptyCredit : texts.empty;
  return isCredit ? texts.lowCredit : texts.low;
}

function factsOf(
  texts: WarningMailTexts,
  { kind, threshold }: Warning['notice'],
  { mandateName, userName, pace }: WarningFacts,
  left: string,
): readonly MailFact[] {
  const lasts = lastsText(texts, pace.runOut);
  return [
    { label: texts.of, value: userName ?? mandateName },
    { label: texts.left, value: left },
    ...(kind === 'low' ? [{ label: texts.warnedBelow, value: moneyText(threshold) }] : []),
    ...(lasts === undefined ? [] : [{ label: texts.lasts, value: lasts }]),
    { label: texts.spent7Days, value: moneyText(pace.last7Days.charged + pace.chargedToday) },
  ];
}

function lastsText(texts: WarningMailTexts, runOut: RunOut): string | undefined {
  if (!runOut.known) return undefined;
  const [year, month, day] = runOut.on.split('-');
  return runOut.daysLeft === 0 ? texts.notToday : texts.lastsDays(runOut.daysLeft, `${day}.${month}.${year}`);
}

/** In a user's own wallet there is only one. */
function spendersOf(
  texts: WarningMailTexts,
  { spenders, userName }: WarningFacts,
  reason: WarningReason,
): readonly MailBlock[] {
  if (spenders.length === 0 || userName !== undefined || reason === 'owner') return [];
  return [
    {
      kind: 'table',
      caption: texts.spendersCaption,
      columns: [{ title: texts.person }, { title: texts.amount, align: 'end' }],
      rows: spenders.map(({ name, charged }) => [name, moneyText(charged)]),
    },
  ];
}

function reasonText(texts: WarningMailTexts, reason: WarningReason, mandate: string): string {
  if (reason === 'owner') return texts.whyOwner(mandate);
  return reason === 'recipient' ? texts.whyRecipient(mandate) : texts.whyAdministrator(mandate);
}

const FRANC = 1_000_000_000n;
const WINDOW = { days: 7, workingDays: 5, charged: 21_400_000_000n, chargedOnWorkingDays: 20_150_000_000n };

function sampleOf(language: Language, kind: 'low' | 'empty'): WarningMail {
  const isEmpty = kind === 'empty';
  return warningMail({
    notice: {
      kind,
      threshold: isEmpty ? FRANC / 10n : 25n * FRANC,
      mandateId: 'mnd_01933b6e-5c5e-7000-8000-0123456789ab',
    },
    facts: {
      mandateName: 'Muster Treuhand AG',
      userName: undefined,
      billingModel: 'prepaid_mandate',
      language,
      recipients: [],
      amountLeft: isEmpty ? 42_000_000n : 24_837_500_000n,
      pace: {
        chargedToday: 1_250_000_000n,
        last7Days: WINDOW,
        last30Days: WINDOW,
        basis: 'last7Days',
        runOut: isEmpty
          ? { known: true, on: '2026-11-27', daysLeft: 0, workingDaysLeft: 0 }
          : { known: true, on: '2026-12-06', daysLeft: 9, workingDaysLeft: 5 },
      },
      spenders: [
        { name: 'Anna Keller', charged: 61_420_000_000n },
        { name: 'Beat Rochat', charged: 18_905_000_000n },
        { name: 'Chiara Bernasconi', charged: 4_318_700_000n },
      ],
    },
    reason: 'recipient',
    address: 'https://rappen.example',
  });
}

export const balanceLowTemplate: MailTemplate = {
  name: 'balance_low',
  kind: 'balance_warning',
  sample: (language) => sampleOf(language, 'low'),
};

export const balanceEmptyTemplate: MailTemplate = {
  name: 'balance_empty',
  kind: 'balance_warning',
  sample: (language) => sampleOf(language, 'empty'),
};
