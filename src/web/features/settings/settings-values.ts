import type { Language } from '#kernel/language.ts';
import { amountInField, amountOf } from '#web/lib/amount/amount-text.ts';
import { percentOf } from './percent-text.ts';
import type { Settings, SettingsBody, Terms } from './settings.query.ts';

/** The settings as the form holds them: what is typed, and whether each warning is on. */
export interface SettingsValues {
  readonly isAmountOn: boolean;
  readonly amount: string;
  readonly isShareOn: boolean;
  readonly share: string;
  readonly areDaysOn: boolean;
  readonly days: string;
  readonly recipients: readonly string[];
  readonly language: Language;
  readonly reportEnabled: boolean;
  readonly userReports: boolean;
  readonly billingModel: Terms['billingModel'];
  readonly creditLimit: string;
  readonly isMarkupOwn: boolean;
  readonly markup: string;
  /** By provider; undefined (never typed in) or empty: the markup of the mandate. */
  readonly providerMarkup: Readonly<Record<string, string | undefined>>;
  readonly defaultUserCredit: string;
  readonly vatTiming: Terms['vatTiming'];
}

/** What a warning that is off would begin with when it is switched on. */
const PROPOSED = { amount: '10.00', share: '15', days: '7' } as const;

export function valuesOf({ warnings, terms, ...settings }: Settings): SettingsValues {
  const { belowChf, belowPercent, daysLeft } = warnings;
  return {
    isAmountOn: belowChf !== null,
    amount: belowChf === null ? PROPOSED.amount : amountInField(belowChf),
    isShareOn: belowPercent !== null,
    share: belowPercent === null ? PROPOSED.share : String(belowPercent),
    areDaysOn: daysLeft !== null,
    days: daysLeft === null ? PROPOSED.days : String(daysLeft),
    recipients: settings.recipients,
    language: settings.language,
    reportEnabled: settings.reportEnabled,
    userReports: settings.userReports,
    billingModel: terms.billingModel,
    creditLimit: amountInField(terms.creditLimitChf),
    isMarkupOwn: terms.markupPercent !== null,
    markup: terms.markupPercent ?? '',
    providerMarkup: terms.providerMarkupPercent,
    defaultUserCredit: amountInField(terms.defaultUserCreditChf),
    vatTiming: terms.vatTiming,
  };
}

/** For the API. The form has checked the texts; what it has not goes as it is typed, for the server to refuse. */
export function bodyOf(values: SettingsValues, version: number, withTerms: boolean): SettingsBody {
  const { recipients, language, reportEnabled, userReports } = values;
  return {
    version,
    warnings: {
      belowChf: values.isAmountOn ? (amountOf(values.amount) ?? values.amount) : null,
      belowPercent: values.isShareOn ? Number(values.share) : null,
      daysLeft: values.areDaysOn ? Number(values.days) : null,
    },
    recipients: [...recipients],
    language,
    reportEnabled,
    userReports,
    ...(withTerms ? { terms: termsOf(values) } : {}),
  };
}

function termsOf(values: SettingsValues): NonNullable<SettingsBody['terms']> {
  const markups = Object.entries(values.providerMarkup).flatMap(([provider, typed = '']) =>
    typed.trim() === '' ? [] : [[provider, percentOf(typed) ?? typed]],
  );
  return {
    billingModel: values.billingModel,
    // Only postpaid has one; a field that is not shown must not stop the others.
    creditLimitChf:
      values.billingModel === 'postpaid' ? (amountOf(values.creditLimit) ?? values.creditLimit) : '0',
    markupPercent: values.isMarkupOwn ? (percentOf(values.markup) ?? values.markup) : null,
    providerMarkupPercent: Object.fromEntries(markups),
    defaultUserCreditChf: amountOf(values.defaultUserCredit) ?? values.defaultUserCredit,
    vatTiming: values.vatTiming,
  };
}

type Name = keyof SettingsValues;

/** What differs between two readings of the settings. */
export function changedValues(before: SettingsValues, after: SettingsValues): readonly Name[] {
  const names = Object.keys(before) as Name[];
  return names.filter((name) => !isSame(before[name], after[name]));
}

/** What somebody typed, on top of what somebody else has saved meanwhile. */
export function mergeTyped(
  base: SettingsValues,
  typed: SettingsValues,
  newest: SettingsValues,
): SettingsValues {
  const own = changedValues(base, typed).map((name) => [name, typed[name]]);
  return { ...newest, ...Object.fromEntries(own) };
}

/** Where both have changed the same thing: what is saved would replace the other's. */
export function contestedValues(
  base: SettingsValues,
  typed: SettingsValues,
  newest: SettingsValues,
): readonly Name[] {
  const own = changedValues(base, typed);
  return changedValues(base, newest).filter(
    (name) => own.includes(name) && !isSame(typed[name], newest[name]),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

/** A markup that was typed and emptied again is as if it were not there, and the order of names means nothing. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== '' && each !== undefined);
  return entries.toSorted(([one], [other]) => (one < other ? -1 : 1));
}
