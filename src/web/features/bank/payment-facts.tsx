import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { ibanText } from '#kernel/iban.ts';
import { amountText } from '#kernel/money-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { shortDayText } from '#web/lib/time-text.ts';
import type { BankPayment } from './bank-payments.query.ts';
import { reasonText } from './payment-words.ts';
import { referenceText } from './reference-text.ts';

/** What the bank says of a payment, and why it waits. */
export function PaymentFacts({ payment }: { readonly payment: BankPayment }): ReactElement {
  const { i18n } = useLingui();
  const { amount, currency, bookingDay, debtorName, debtorIban, reference, message, bankReference, reason } =
    payment;
  const day = bookingDay === undefined ? undefined : shortDayText(bookingDay, i18n.locale);
  const rows = [
    {
      id: 'amount',
      label: <Trans>Amount</Trans>,
      value: `${currency} ${amountText(nanoOf(amount), { decimals: 2 })}`,
    },
    { id: 'day', label: <Trans>Booked</Trans>, value: day },
    { id: 'payer', label: <Trans>Payer</Trans>, value: debtorName },
    { id: 'iban', label: <Trans>From account</Trans>, value: debtorIban && ibanText(debtorIban) },
    { id: 'reference', label: <Trans>Reference</Trans>, value: reference && referenceText(reference) },
    { id: 'message', label: <Trans>Message</Trans>, value: message },
    { id: 'bank', label: <Trans>Reference of the bank</Trans>, value: bankReference },
    { id: 'note', label: <Trans>Note</Trans>, value: payment.note },
  ].filter(({ value }) => value !== undefined);
  return (
    <div className="rounded-xl bg-sunken p-4">
      {reason !== undefined && <p className="mb-2 font-medium">{i18n._(reasonText(reason))}</p>}
      <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        {rows.map(({ id, label, value }) => (
          <div key={id} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="figures min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
