import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#web/ui/badge.tsx';
import type { Notice } from './notices.query.ts';
import type { Delivery } from './outgoing-webhook.query.ts';

interface Word {
  readonly text: MessageDescriptor;
  readonly tone: Tone;
}

export const NOTICE_WORDS: Readonly<Record<Notice['kind'], Word>> = {
  low: { text: msg`low`, tone: 'warn' },
  empty: { text: msg`used up`, tone: 'bad' },
  recovered: { text: msg`above it again`, tone: 'good' },
};

export const DELIVERY_WORDS: Readonly<Record<Delivery['state'], Word>> = {
  waiting: { text: msg`waiting`, tone: 'accent' },
  delivered: { text: msg`delivered`, tone: 'good' },
  failed: { text: msg`failed`, tone: 'bad' },
};

export const DELIVERY_PROBLEMS: Readonly<Record<NonNullable<Delivery['problem']>, MessageDescriptor>> = {
  address_not_allowed: msg`The address leads into a private network.`,
  name_not_found: msg`The name of the host is not known.`,
  timeout: msg`No answer within 10 seconds.`,
  connection_failed: msg`No secure connection could be made.`,
  redirected: msg`The receiver sends elsewhere; that is not followed.`,
  refused: msg`The receiver has refused it.`,
  no_webhook: msg`The webhook was taken away.`,
};

export const EVENT_WORDS: Readonly<Record<Delivery['type'], MessageDescriptor>> = {
  'balance.low': msg`Balance low`,
  'balance.empty': msg`Balance used up`,
  'balance.recovered': msg`Balance recovered`,
  'webhook.test': msg`Test`,
};
