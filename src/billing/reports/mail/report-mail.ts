import { dayText, monthText } from '#kernel/day-text.ts';
import type { NanoChf } from '#kernel/money.ts';
import { moneyText } from '#kernel/money-text.ts';
import { countText } from '#kernel/share-text.ts';
import { type ComposedMail, composeMail } from '#mail/layout/compose-mail.ts';
import type { MailBlock, MailFact } from '#mail/layout/mail-block.ts';
import { dayAfter } from '../../balance/pace.ts';
import { CHART_SIZE, type ReportChart } from '../chart/chart-painter.ts';
import type { BalanceFigures } from '../report-balance.store.ts';
import type { ReportUsage } from '../report-figures.ts';
import type { ReportStanding } from '../report-standing.store.ts';
import { shownBalance } from '../shown-balance.ts';
import type { UsageDetail } from '../usage-file.store.ts';
import type { ReportTexts } from './report-text.ts';
import { REPORT_TEXTS } from './report-texts.ts';
import { changeSentences, chartSentence, comparisonSentences, forecastSentences } from './report-words.ts';
import { usageTable } from './usage-table.ts';

/** Everything that a report says. */
export interface ReportFacts {
  readonly standing: ReportStanding;
  readonly usage: ReportUsage;
  /** Undefined: of a user who has no wallet of his own. */
  readonly balance: BalanceFigures | undefined;
  readonly detail: UsageDetail;
  /** Its PDF goes along. */
  readonly hasStatement: boolean;
  /** Where it can be looked at. */
  readonly pageUrl: string;
}

/** The picture's `contentId`. */
export const CHART_ID = 'chart';

/** A report as mail, in the mandate's language; its picture and files are added to it. */
export function reportMail(facts: ReportFacts): ComposedMail & { readonly subject: string } {
  const { standing, usage } = facts;
  const { language, userName: name } = standing;
  const texts = REPORT_TEXTS[language];
  const month = monthText(usage.month.label, language);
  const title = name === undefined ? texts.title(month) : texts.userTitle({ name, month });
  const subject = subjectOf(facts, texts, month);
  const content = {
    title,
    preheader: comparisonSentences(usage, language)[0] ?? '',
    blocks: blocksOf(facts, texts),
    reason: reasonOf(standing, texts),
    canUnsubscribe: true,
  };
  return { subject, ...composeMail(language, content) };
}

function reasonOf({ userName, mandateName, areAdministrators }: ReportStanding, texts: ReportTexts): string {
  if (userName !== undefined) return texts.userReason(mandateName);
  return areAdministrators ? texts.administratorReason(mandateName) : texts.reason(mandateName);
}

function subjectOf({ standing, usage, balance }: ReportFacts, texts: ReportTexts, month: string): string {
  const mandate = standing.mandateName;
  return balance && standing.userName === undefined
    ? texts.subject({ mandate, month, closing: inRappen(shownBalance(balance).closing) })
    : texts.userSubject({ mandate, month, spent: moneyText(usage.now.charged) });
}

function blocksOf(facts: ReportFacts, texts: ReportTexts): readonly MailBlock[] {
  const { standing, usage, detail, pageUrl } = facts;
  const isOfUser = standing.userName !== undefined;
  const span = {
    mandate: standing.mandateName,
    from: dayText(usage.month.from),
    to: dayText(dayAfter(usage.month.to, -1)),
  };
  return [
    { kind: 'paragraph', text: isOfUser ? texts.userLead(span) : texts.lead(span) },
    { kind: 'facts', facts: factsOf(facts, texts) },
    ...usageBlocks(facts, texts),
    ...forecastBlocks(facts, texts),
    { kind: 'paragraph', text: filesText(facts, texts) },
    ...(detail === 'whole' ? [] : [{ kind: 'note', text: texts.coarseFile } as const]),
    { kind: 'button', label: texts.button, href: pageUrl },
  ];
}

function factsOf({ standing, usage, balance }: ReportFacts, texts: ReportTexts): readonly MailFact[] {
  const labels = texts.facts;
  const calls = { label: labels.calls, value: countText(usage.now.calls) };
  if (!balance) {
    const spent = { label: labels.usage, value: moneyText(usage.now.charged) };
    const { available } = standing;
    return [
      spent,
      calls,
      ...(available === undefined ? [] : [{ label: labels.available, value: inRappen(available) }]),
    ];
  }
  const { opening, closing, broughtOver, topUps, usage: used, other } = shownBalance(balance);
  return [
    { label: labels.opening, value: inRappen(opening) },
    ...(balance.broughtOver === 0n ? [] : [{ label: labels.broughtOver, value: inRappen(broughtOver) }]),
    { label: labels.topUps, value: inRappen(topUps) },
    { label: labels.usage, value: inRappen(-used) },
    ...(balance.other === 0n ? [] : [{ label: labels.other, value: inRappen(other) }]),
    { label: labels.closing, value: inRappen(closing) },
    calls,
  ];
}

function filesText({ standing, hasStatement }: ReportFacts, texts: ReportTexts): string {
  if (standing.userName !== undefined) return texts.userFile;
  return hasStatement ? texts.files : texts.usageFile;
}

/** What there is to say of a month with calls. */
function usageBlocks({ standing, usage, balance }: ReportFacts, texts: ReportTexts): readonly MailBlock[] {
  const { language, userName } = standing;
  const comparison = comparisonSentences(usage, language);
  if (usage.now.calls === 0 && usage.now.charged === 0n) {
    return [{ kind: 'paragraph', text: [texts.nothing, ...comparison].join(' ') }];
  }
  const changes = changeSentences(usage, language);
  // A user may have spent from another wallet than his own.
  const total = balance?.usage === usage.now.charged ? shownBalance(balance).usage : undefined;
  const dimensions = userName === undefined ? DIMENSIONS : DIMENSIONS.filter((each) => each !== 'user');
  return [
    { kind: 'picture', contentId: CHART_ID, alt: chartSentence(usage, language), ...CHART_SIZE },
    { kind: 'heading', text: texts.changes },
    { kind: 'paragraph', text: comparison.join('\n') },
    ...(changes.length === 0 ? [] : [{ kind: 'paragraph', text: changes.join('\n') } as const]),
    ...dimensions.map((dimension) => usageTable(dimension, usage.now, texts, total)),
  ];
}

const DIMENSIONS = ['provider', 'model', 'user', 'feature'] as const;

function forecastBlocks({ standing, usage }: ReportFacts, texts: ReportTexts): readonly MailBlock[] {
  const sentences = forecastSentences(usage, standing.language);
  if (sentences.length === 0) return [];
  return [
    { kind: 'heading', text: texts.forecast.heading },
    { kind: 'paragraph', text: sentences.join('\n') },
  ];
}

/** What is to be painted; undefined: there were no calls. */
export function reportChart({ standing, usage }: ReportFacts): ReportChart | undefined {
  const { now, usageBefore, month, before } = usage;
  if (now.calls === 0 && now.charged === 0n) return undefined;
  return {
    days: now.days,
    daysBefore: usageBefore?.days ?? [],
    title: REPORT_TEXTS[standing.language].chart.title,
    month: monthText(month.label, standing.language),
    monthBefore: monthText(before.label, standing.language),
  };
}

/** What there is is never rounded up. */
function inRappen(amount: NanoChf): string {
  return moneyText(amount, { decimals: 2, rounding: 'down' });
}
