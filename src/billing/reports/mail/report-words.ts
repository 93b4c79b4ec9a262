import { biggestChanges, type Change } from '#kernel/biggest-changes.ts';
import { dayText, monthText } from '#kernel/day-text.ts';
import type { Language } from '#kernel/language.ts';
import type { NanoChf } from '#kernel/money.ts';
import { moneyText } from '#kernel/money-text.ts';
import { changeText } from '#kernel/share-text.ts';
import { dayAfter } from '../../balance/pace.ts';
import {
  type GroupFigures,
  REPORT_DIMENSIONS,
  type ReportDimension,
  type ReportUsage,
} from '../report-figures.ts';
import { groupName } from './report-names.ts';
import { REPORT_TEXTS } from './report-texts.ts';

const MOST_SENTENCES = 6;
type ReportChange = Change<ReportDimension, GroupFigures>;

/**
 * How the month compares with the one before, in sentences: the whole of both months, and where they differ in length also by
 * the day; then the biggest changes, by the rule of the page (`biggestChanges`).
 */
export function comparisonSentences(usage: ReportUsage, language: Language): readonly string[] {
  const { month, before, now, usageBefore } = usage;
  const { comparison } = REPORT_TEXTS[language];
  const name = monthText(before.label, language);
  if (!usageBefore) return [comparison.none(name)];
  const sentences = [totalSentence(now.charged, usageBefore.charged, name, language)];
  if (month.days !== before.days) sentences.push(perDaySentence(usage, usageBefore.charged, language));
  return sentences;
}

export function changeSentences(usage: ReportUsage, language: Language): readonly string[] {
  const { now, usageBefore, before } = usage;
  if (!usageBefore) return [];
  const compared = REPORT_DIMENSIONS.map((dimension) => ({
    dimension,
    now: now.groups[dimension],
    before: usageBefore.groups[dimension],
  }));
  const name = monthText(before.label, language);
  return biggestChanges(compared, MOST_SENTENCES).map((change) => changeSentence(change, name, language));
}

function totalSentence(now: NanoChf, before: NanoChf, month: string, language: Language): string {
  const { comparison } = REPORT_TEXTS[language];
  if (now === before) return comparison.same(month);
  const facts = { amount: moneyText(sizeOf(now - before)), month, percent: changeText(now, before) };
  return now > before ? comparison.more(facts) : comparison.less(facts);
}

function perDaySentence({ month, before, now }: ReportUsage, chargedBefore: NanoChf, language: Language) {
  const [days, daysBefore] = [BigInt(month.days), BigInt(before.days)];
  return REPORT_TEXTS[language].comparison.perDay({
    now: moneyText(now.charged / days),
    before: moneyText(chargedBefore / daysBefore),
    percent: changeText(now.charged * daysBefore, chargedBefore * days),
    days: month.days,
    daysBefore: before.days,
    month: monthText(month.label, language),
    monthBefore: monthText(before.label, language),
  });
}

function changeSentence(change: ReportChange, month: string, language: Language): string {
  const texts = REPORT_TEXTS[language];
  const { dimension, group, now, before, isNew, isGone } = change;
  const facts = {
    name: groupName(dimension, group, texts),
    amount: moneyText(sizeOf(now - before)),
    month,
    percent: changeText(now, before),
  };
  if (isNew) return texts.change.isNew(facts);
  if (isGone) return texts.change.isGone(facts);
  return now > before ? texts.change.more(facts) : texts.change.less(facts);
}

/** What the month that runs will cost, and how long the balance lasts; empty where nothing can be said. */
export function forecastSentences({ forecast }: ReportUsage, language: Language): readonly string[] {
  const texts = REPORT_TEXTS[language].forecast;
  if (!forecast) return [];
  const { expected, runOut, isEmpty } = forecast;
  const month = monthText(forecast.label, language);
  const sentences: string[] = [];
  if (expected && expected.high > 0n) {
    const [low, high] = [moneyText(expected.low), moneyText(expected.high)];
    sentences.push(
      low === high ? texts.expectedOne({ month, amount: low }) : texts.expected({ month, low, high }),
    );
  }
  if (isEmpty) sentences.push(texts.isEmpty);
  else if (runOut.known) sentences.push(texts.lasts({ day: dayText(runOut.on), days: runOut.daysLeft }));
  return sentences;
}

/** What the chart shows, for those who do not see it. */
export function chartSentence({ month, before, now, usageBefore }: ReportUsage, language: Language): string {
  const { alt, altBefore } = REPORT_TEXTS[language].chart;
  const most = now.days.reduce((one, other) => (one > other ? one : other), 0n);
  const first = alt({
    month: monthText(month.label, language),
    spent: moneyText(now.charged),
    day: dayText(dayAfter(month.from, Math.max(0, now.days.indexOf(most)))),
    most: moneyText(most),
  });
  if (!usageBefore) return first;
  const facts = { month: monthText(before.label, language), spent: moneyText(usageBefore.charged) };
  return `${first} ${altBefore(facts)}`;
}

function sizeOf(amount: NanoChf): NanoChf {
  return amount < 0n ? -amount : amount;
}
