import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Terms } from './settings.query.ts';

interface Words {
  readonly name: MessageDescriptor;
  readonly meaning: MessageDescriptor;
}

export const BILLING_MODELS: Readonly<Record<Terms['billingModel'], Words>> = {
  prepaid_mandate: {
    name: msg`Prepaid, one pool`,
    meaning: msg`All users spend from one balance, which is topped up in advance. A call that it does not pay for is refused.`,
  },
  prepaid_user: {
    name: msg`Prepaid, a wallet per user`,
    meaning: msg`The mandate’s pool is topped up in advance; administrators move credit from it to the wallets of users, who spend from these.`,
  },
  postpaid: {
    name: msg`Postpaid`,
    meaning: msg`Calls are paid afterwards by invoice, up to the credit limit.`,
  },
  unlimited: {
    name: msg`Unlimited`,
    meaning: msg`Calls are counted and charged, but none is refused for want of money.`,
  },
};

export const VAT_TIMINGS: Readonly<Record<Terms['vatTiming'], Words>> = {
  on_consumption: {
    name: msg`When credit is used`,
    meaning: msg`Open credit counts as a means of payment: the receipt of a top-up shows no VAT, the statement of the month does.`,
  },
  on_top_up: {
    name: msg`When credit is topped up`,
    meaning: msg`Credit for a defined service counts as a prepayment: the invoice of the top-up shows the VAT.`,
  },
};
