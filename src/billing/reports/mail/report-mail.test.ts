import { expect, test } from 'vitest';
import { LANGUAGES } from '#kernel/language.ts';
import type { BalanceFigures } from '../report-balance.store.ts';
import type { MonthUsage } from '../report-figures.ts';
import { reportMonth } from '../report-month.ts';
import { type ReportFacts, reportMail } from './report-mail.ts';

const CHF = 1_000_000_000n;
const NO_CALLS: MonthUsage = {
  ...{ charged: 0n, calls: 0, days: Array.from({ length: 31 }, () => 0n) },
  groups: { provider: [], model: [], user: [], feature: [], automation: [] },
};

/** The report of a month in which a balance came over, and something was topped up. */
function textOf(language: ReportFacts['standing']['language'], broughtOver: bigint, topUps: bigint): string {
  const byType: BalanceFigures['byType'] = new Map([
    ['opening', broughtOver],
    ['top_up', topUps],
  ]);
  const { text } = reportMail({
    standing: {
      ...{ mandateName: 'Umzug AG', billingModel: 'postpaid', language, isEnabled: true },
      ...{ hasUserReports: false, recipients: ['buch@umzug.example'], areAdministrators: false },
      ...{ userName: undefined, openedOn: '2026-10-05', available: undefined },
    },
    usage: {
      ...{ month: reportMonth('2026-10'), before: reportMonth('2026-09'), now: NO_CALLS },
      ...{ usageBefore: undefined, forecast: undefined },
    },
    balance: {
      ...{ opening: 0n, broughtOver, topUps, usage: 0n, other: 0n, closing: broughtOver + topUps, byType },
    },
    ...{ detail: 'whole', hasStatement: false, pageUrl: 'https://rappen.example/billing' },
  });
  return text.replaceAll(/[ \u00a0]+/g, ' ');
}

test('what came over from another platform is no top-up, and has its own line only where there is any', () => {
  const german = textOf('de', (-7_520n * CHF) / 100n, 50n * CHF);
  expect(german).toContain('Von der bisherigen Plattform: CHF −75.20\nAufladungen: CHF 50.00\n');
  expect(german).toContain('Schlussbestand: CHF −25.20\n');
  const amounts = LANGUAGES.map((language) => textOf(language, 5n * CHF, 0n).match(/CHF [\d.]+(?=\n)/g));
  expect(amounts).toEqual(LANGUAGES.map(() => ['CHF 0.00', 'CHF 5.00', 'CHF 0.00', 'CHF 0.00', 'CHF 5.00']));
  expect(textOf('de', 0n, 50n * CHF)).not.toContain('bisherigen');
});
