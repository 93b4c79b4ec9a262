import { expect, test } from 'vitest';
import type { Settings } from './settings.query.ts';
import { bodyOf, changedValues, contestedValues, mergeTyped, valuesOf } from './settings-values.ts';

const SETTINGS: Settings = {
  version: 3,
  warnings: { belowChf: '1234.500000000', belowPercent: null, daysLeft: 7 },
  recipients: ['books@muster.example'],
  language: 'de',
  reportEnabled: true,
  userReports: true,
  terms: {
    billingModel: 'prepaid_mandate',
    creditLimitChf: '0.000000000',
    markupPercent: null,
    providerMarkupPercent: { openai: '40', tavily: '12.5' },
    defaultUserCreditChf: '5.000000000',
    vatTiming: 'on_consumption',
  },
};
const values = valuesOf(SETTINGS);

test('what was read and not changed is sent as it was read', () => {
  const { terms, ...body } = bodyOf(values, 3, true);
  expect(body).toEqual({
    version: 3,
    warnings: { belowChf: '1234.50', belowPercent: null, daysLeft: 7 },
    recipients: ['books@muster.example'],
    language: 'de',
    reportEnabled: true,
    userReports: true,
  });
  expect(terms).toEqual({
    billingModel: 'prepaid_mandate',
    creditLimitChf: '0',
    markupPercent: null,
    providerMarkupPercent: { openai: '40', tavily: '12.5' },
    defaultUserCreditChf: '5.00',
    vatTiming: 'on_consumption',
  });
});

test('whoever does not set the terms does not send them', () => {
  expect(bodyOf(values, 3, false)).not.toHaveProperty('terms');
});

test('what is typed is sent as the API reads it', () => {
  const typed = {
    ...values,
    amount: "2'000,5",
    isShareOn: true,
    share: ' 20 ',
    areDaysOn: false,
    billingModel: 'postpaid' as const,
    creditLimit: "CHF 1'500",
    isMarkupOwn: true,
    markup: '33,3 %',
    providerMarkup: { openai: '', tavily: '0' },
  };
  expect(bodyOf(typed, 4, true)).toMatchObject({
    warnings: { belowChf: '2000.5', belowPercent: 20, daysLeft: null },
    terms: { creditLimitChf: '1500', markupPercent: '33.3', providerMarkupPercent: { tavily: '0' } },
  });
});

test('a credit limit that nobody sees is not sent, whatever stands in its field', () => {
  const typed = { ...values, creditLimit: 'nonsense' };
  expect(bodyOf(typed, 3, true).terms?.creditLimitChf).toBe('0');
});

test('an emptied field of a markup that never was is no change', () => {
  const typed = {
    ...values,
    providerMarkup: { tavily: '12.5', openai: '40', anthropic: '', perplexity: undefined },
  };
  expect(bodyOf(typed, 3, true).terms?.providerMarkupPercent).toEqual({ openai: '40', tavily: '12.5' });
  expect(changedValues(values, typed)).toEqual([]);
  expect(changedValues(values, { ...values, providerMarkup: { openai: '40' } })).toEqual(['providerMarkup']);
});

test('what was typed goes on top of what somebody else has saved', () => {
  const typed = { ...values, amount: '50', language: 'fr' as const };
  const newest = { ...values, language: 'it' as const, reportEnabled: false };
  expect(mergeTyped(values, typed, newest)).toEqual({
    ...values,
    amount: '50',
    language: 'fr',
    reportEnabled: false,
  });
  expect(contestedValues(values, typed, newest)).toEqual(['language']);
});

test('who has typed the same as the other contests nothing', () => {
  const both = { ...values, recipients: ['a@b.ch'] };
  expect(contestedValues(values, both, { ...both })).toEqual([]);
});
