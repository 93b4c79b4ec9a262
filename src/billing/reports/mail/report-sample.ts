import type { Language } from '#kernel/language.ts';
import type { MailTemplate, SampleMail } from '#mail/mail-template.ts';
import { createChartPainter } from '../chart/chart-painter.ts';
import type { GroupFigures, MonthUsage } from '../report-figures.ts';
import { reportMonth } from '../report-month.ts';
import type { ReportStanding } from '../report-standing.store.ts';
import { CHART_ID, type ReportFacts, reportChart, reportMail } from './report-mail.ts';

const CHF = 1_000_000_000n;

/** The report of a mandate, made up. */
export const reportTemplate: MailTemplate = {
  name: 'monthly_report',
  kind: 'monthly_report',
  sample: (language) => sampleOf(sampleFacts(language)),
};

/** That of one of its users. */
export const userReportTemplate: MailTemplate = {
  name: 'user_report',
  kind: 'monthly_report',
  sample: (language) => {
    const { standing, ...facts } = sampleFacts(language);
    return sampleOf({ ...facts, balance: undefined, standing: { ...standing, userName: 'Anna Beispiel' } });
  },
};

async function sampleOf(facts: ReportFacts): Promise<SampleMail> {
  const { subject, text, html, canUnsubscribe } = reportMail(facts);
  const chart = reportChart(facts);
  const content = chart && (await createChartPainter().paint(chart));
  const picture = { name: 'chart.png', contentType: 'image/png', contentId: CHART_ID } as const;
  return { subject, text, html, canUnsubscribe, files: content ? [{ ...picture, content }] : [] };
}

function sampleFacts(language: Language): ReportFacts {
  const now = sampleMonth(31, 118n);
  return {
    standing: sampleStanding(language),
    usage: {
      ...{ month: reportMonth('2026-10'), before: reportMonth('2026-09'), now },
      usageBefore: sampleMonth(30, 100n),
      forecast: {
        label: '2026-11',
        expected: { low: 310n * CHF, high: 355n * CHF },
        runOut: { known: true, on: '2026-12-09', daysLeft: 38, workingDaysLeft: 28 },
        isEmpty: false,
      },
    },
    balance: {
      ...{ opening: 412_300_000_000n, broughtOver: 0n, topUps: 400n * CHF, usage: now.charged, other: 0n },
      closing: 812_300_000_000n - now.charged,
      byType: new Map([['top_up', 400n * CHF]]),
    },
    ...{
      detail: 'whole',
      hasStatement: true,
      pageUrl: 'https://rappen.example/billing?from=2026-10-01&to=2026-10-31',
    },
  };
}

function sampleStanding(language: Language): ReportStanding {
  return {
    ...{ mandateName: 'Muster Druck AG', billingModel: 'prepaid_mandate', language, isEnabled: true },
    ...{ hasUserReports: false, recipients: ['buch@muster.example'], areAdministrators: false },
    ...{ userName: undefined, openedOn: '2026-01-05', available: 483n * CHF },
  };
}

/** Weekdays cost more than weekends; `share` percent of what the month before cost. */
function sampleMonth(days: number, share: bigint): MonthUsage {
  const amounts = Array.from({ length: days }, (_, place) => {
    const isWeekend = place % 7 === 2 || place % 7 === 3;
    return ((isWeekend ? 1n : 9n + BigInt((place * 7) % 8)) * CHF * share) / 100n;
  });
  const charged = amounts.reduce((sum, amount) => sum + amount, 0n);
  const parts = (names: readonly string[]) => partsOf(charged, names);
  return {
    ...{ charged, calls: 1_240, days: amounts },
    groups: {
      provider: parts(['Anthropic', 'OpenAI']),
      model: parts(['claude-sonnet-5', 'gpt-5-mini', 'claude-haiku-4-5']),
      user: parts(['Anna Beispiel', 'Beat Muster', 'Carla Test', 'Dino Probe']),
      feature: parts(['chat', 'automation', 'api']),
      automation: [],
    },
  };
}

/** Each half of what the ones before have left, the last one all of it. */
function partsOf(charged: bigint, names: readonly string[]): readonly GroupFigures[] {
  let [left, calls] = [charged, 1_240];
  return names.map((name, place) => {
    const isLast = place === names.length - 1;
    const part = {
      id: name,
      name,
      charged: isLast ? left : left / 2n,
      calls: isLast ? calls : Math.floor(calls / 2),
    };
    left -= part.charged;
    calls -= part.calls;
    return part;
  });
}
