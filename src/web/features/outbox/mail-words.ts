import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#web/ui/badge.tsx';
import type { OutboxMail } from './outbox.query.ts';
import type { MailState } from './outbox-search.ts';

export const MAIL_STATE_WORDS: Readonly<
  Record<MailState, { readonly text: MessageDescriptor; readonly tone: Tone }>
> = {
  waiting: { text: msg`waiting`, tone: 'accent' },
  kept: { text: msg`kept`, tone: 'warn' },
  sent: { text: msg`sent`, tone: 'good' },
  failed: { text: msg`failed`, tone: 'bad' },
  bounced: { text: msg`bounced`, tone: 'bad' },
};

export const MAIL_KIND_WORDS: Readonly<Record<OutboxMail['kind'], MessageDescriptor>> = {
  invitation: msg`Invitation`,
  password_reset: msg`New password`,
  alarm: msg`Alarm`,
  balance_warning: msg`Balance warning`,
  monthly_report: msg`Monthly report`,
  top_up_request: msg`Top-up request`,
  invoice: msg`Invoice`,
  reminder: msg`Reminder`,
};
