import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { TransactionType } from '#billing/transactions/transaction-type.contract.ts';
import type { Tone } from '#web/ui/badge.tsx';

/** What each type of booking is called. */
export const TYPE_TEXTS: Readonly<Record<TransactionType, MessageDescriptor>> = {
  usage: msg`Usage`,
  usage_correction: msg`Correction`,
  absorbed: msg`Absorbed`,
  top_up: msg`Top-up`,
  adjustment: msg`Adjustment`,
  refund: msg`Refund`,
  reversal: msg`Reversal`,
  opening: msg`Opening`,
  transfer: msg`Transfer`,
  payment: msg`Payment`,
};

/** Usage is the rule and stays quiet; what is rare stands out. */
export const TYPE_TONES: Readonly<Record<TransactionType, Tone>> = {
  usage: 'neutral',
  usage_correction: 'warn',
  absorbed: 'warn',
  top_up: 'good',
  adjustment: 'warn',
  refund: 'accent',
  reversal: 'warn',
  opening: 'accent',
  transfer: 'accent',
  payment: 'good',
};

export const FEATURE_TEXTS = {
  api: msg`API`,
  chat: msg`Chat`,
  automation: msg`Automation`,
} as const;
