import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#web/ui/badge.tsx';
import type { PaymentCount } from './bank-files.query.ts';

interface StateLook {
  readonly text: MessageDescriptor;
  readonly tone: Tone;
}

export const STATE_LOOKS: Readonly<Record<PaymentCount['state'], StateLook>> = {
  open: { text: msg`Being booked`, tone: 'neutral' },
  credited: { text: msg`Credited`, tone: 'good' },
  waiting: { text: msg`To decide`, tone: 'warn' },
  refused: { text: msg`Not credited`, tone: 'neutral' },
  reversed: { text: msg`Taken back`, tone: 'bad' },
  duplicate: { text: msg`Known already`, tone: 'neutral' },
  ignored: { text: msg`Left alone`, tone: 'neutral' },
};

const REASONS: Readonly<Record<string, MessageDescriptor>> = {
  no_reference: msg`It has no reference.`,
  unknown_reference: msg`Nobody has its reference.`,
  other_amount: msg`It is another amount than was asked for.`,
  already_paid: msg`What it pays is paid already.`,
  cancelled: msg`What it pays was cancelled.`,
  mandate_closed: msg`The mandate is closed.`,
  foreign_currency: msg`It is not in francs.`,
  does_not_add_up: msg`The payments of its entry do not add up to it.`,
  reversal: msg`The bank takes a payment back.`,
  undone: msg`What was decided was undone.`,
  debit: msg`It went out.`,
  not_booked: msg`The bank has not booked it yet.`,
  batch_elsewhere: msg`Its payments come in another file.`,
  reversed_debit: msg`A payment that went out came back.`,
  without_amount: msg`It has no amount.`,
  altered: msg`The bank’s reference came before, with another amount or another reference of ours.`,
  not_bookable: msg`It could not be booked; the note says why.`,
};

/** Why a payment waits, or is left alone; its own name for a reason that these pages do not know yet. */
export function reasonText(reason: string): MessageDescriptor {
  return REASONS[reason] ?? { id: `payment:${reason}`, message: reason };
}
