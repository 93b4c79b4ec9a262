import type { z } from 'zod';
import { formatDecimal } from '#kernel/decimal.ts';
import { formatChf } from '#kernel/money.ts';
import type { settingsAnswer, settingsBody } from './settings.contract.ts';
import type { MandateSettings, MandateTerms } from './settings.ts';
import type { SettingsChange } from './settings-change.service.ts';

/** Settings as the API shows them: amounts and percentages as decimal text. */
export function describeSettings(settings: MandateSettings): z.input<typeof settingsAnswer> {
  const { warnBelow, warnPercent, warnDays, recipients, language, reportEnabled, userReports, terms } =
    settings;
  const belowChf = warnBelow === undefined ? null : formatChf(warnBelow);
  return {
    version: settings.version,
    warnings: { belowChf, belowPercent: warnPercent ?? null, daysLeft: warnDays ?? null },
    recipients: [...recipients],
    language,
    reportEnabled,
    userReports,
    terms: describeTerms(terms),
  };
}

function describeTerms(terms: MandateTerms): z.input<typeof settingsAnswer>['terms'] {
  const markups = Object.entries(terms.providerMarkupPpm);
  return {
    billingModel: terms.billingModel,
    creditLimitChf: formatChf(terms.creditLimit),
    markupPercent: terms.markupPpm === undefined ? null : percentOf(terms.markupPpm),
    providerMarkupPercent: Object.fromEntries(markups.map(([name, ppm]) => [name, percentOf(ppm)])),
    defaultUserCreditChf: formatChf(terms.defaultUserCredit),
    vatTiming: terms.vatTiming,
  };
}

export function readSettings(body: z.output<typeof settingsBody>): SettingsChange {
  const { version, warnings, recipients, language, reportEnabled, userReports, terms } = body;
  return {
    version,
    warnBelow: warnings.belowChf ?? undefined,
    warnPercent: warnings.belowPercent ?? undefined,
    warnDays: warnings.daysLeft ?? undefined,
    recipients: recipients.map((address) => address.toLowerCase()),
    language,
    reportEnabled,
    userReports,
    terms: terms && readTerms(terms),
  };
}

function readTerms(terms: NonNullable<z.output<typeof settingsBody>['terms']>): MandateTerms {
  const markups = Object.entries(terms.providerMarkupPercent);
  return {
    billingModel: terms.billingModel,
    creditLimit: terms.creditLimitChf,
    markupPpm: terms.markupPercent === null ? undefined : ppmOf(terms.markupPercent),
    providerMarkupPpm: Object.fromEntries(markups.map(([name, percent]) => [name, ppmOf(percent)])),
    defaultUserCredit: terms.defaultUserCreditChf,
    vatTiming: terms.vatTiming,
  };
}

/** 500,000 parts per million: `50`. */
function percentOf(ppm: number): string {
  return formatDecimal({ coefficient: BigInt(ppm), scale: 4 });
}

/** `12.5`: 125,000 parts per million. At most four decimals, which the contract has checked. */
function ppmOf(percent: string): number {
  const [whole = '', decimals = ''] = percent.split('.');
  return Number(whole + decimals.padEnd(4, '0'));
}
