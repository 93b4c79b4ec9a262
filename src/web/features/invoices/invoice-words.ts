import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#web/ui/badge.tsx';
import type { WaitingMonth } from './invoices.query.ts';
import type { InvoiceState } from './invoices-search.ts';

export const INVOICE_STATE_WORDS: Readonly<
  Record<InvoiceState, { readonly text: MessageDescriptor; readonly tone: Tone }>
> = {
  overdue: { text: msg`overdue`, tone: 'bad' },
  partly_paid: { text: msg`partly paid`, tone: 'warn' },
  open: { text: msg`open`, tone: 'accent' },
  paid: { text: msg`paid`, tone: 'good' },
  cancelled: { text: msg`cancelled`, tone: 'neutral' },
};

export const WAIT_REASON_WORDS: Readonly<Record<WaitingMonth['reason'], MessageDescriptor>> = {
  issuer_missing: msg`The letter head of the operator is missing.`,
  account_missing: msg`The letter head has no account to pay into.`,
  address_missing: msg`The address of the mandate is missing.`,
  does_not_add_up: msg`The bookings of the month do not add up: see the proof.`,
};
