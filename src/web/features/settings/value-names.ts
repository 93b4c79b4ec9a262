import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { SettingsValues } from './settings-values.ts';

/** What the page calls each of the settings. */
export const VALUE_NAMES: Readonly<Record<keyof SettingsValues, MessageDescriptor>> = {
  isAmountOn: msg`Warning by amount`,
  amount: msg`Warning by amount`,
  isShareOn: msg`Warning by share of the top-up`,
  share: msg`Warning by share of the top-up`,
  areDaysOn: msg`Warning by days`,
  days: msg`Warning by days`,
  recipients: msg`Recipients`,
  language: msg`Language`,
  reportEnabled: msg`Monthly report`,
  userReports: msg`A report for each user`,
  billingModel: msg`Billing model`,
  creditLimit: msg`Credit limit`,
  isMarkupOwn: msg`Markup`,
  markup: msg`Markup`,
  providerMarkup: msg`Markup by provider`,
  defaultUserCredit: msg`Credit for a new user`,
  vatTiming: msg`VAT`,
};
