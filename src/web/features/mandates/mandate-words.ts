import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#web/ui/badge.tsx';
import type { MandateFigures } from './mandate-overview.query.ts';

export const STATE_WORDS: Readonly<
  Record<MandateFigures['state'], { readonly text: MessageDescriptor; readonly tone: Tone }>
> = {
  ok: { text: msg`ok`, tone: 'good' },
  low: { text: msg`low`, tone: 'warn' },
  empty: { text: msg`empty`, tone: 'bad' },
  suspended: { text: msg`suspended`, tone: 'bad' },
  closed: { text: msg`closed`, tone: 'neutral' },
};

export const STATUS_WORDS: Readonly<
  Record<MandateFigures['status'], { readonly text: MessageDescriptor; readonly tone: Tone }>
> = {
  active: { text: msg`active`, tone: 'good' },
  suspended: { text: msg`suspended`, tone: 'bad' },
  closed: { text: msg`closed`, tone: 'neutral' },
};

export const MODEL_WORDS: Readonly<Record<NonNullable<MandateFigures['billingModel']>, MessageDescriptor>> = {
  prepaid_mandate: msg`Prepaid, one pool`,
  prepaid_user: msg`Prepaid, a wallet per user`,
  postpaid: msg`Postpaid`,
  unlimited: msg`Unlimited`,
};
