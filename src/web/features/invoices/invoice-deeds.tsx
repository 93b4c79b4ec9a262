import { Trans } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { CreditNoteForm } from './credit-note-form.tsx';
import { HoldForm } from './hold-form.tsx';
import type { InvoiceDetail } from './invoices.query.ts';
import type { InvoiceAct } from './invoices-search.ts';
import { PayInvoiceForm } from './pay-invoice-form.tsx';

/** What the operator does about an invoice: a payment, a credit note, its reminders. */
export function InvoiceDeeds({
  mandateId,
  invoice,
  deed,
}: {
  readonly mandateId: string;
  readonly invoice: InvoiceDetail;
  readonly deed: InvoiceAct | undefined;
}): ReactElement | null {
  const navigate = useNavigate({ from: '/admin/invoices' });
  const go = (next: InvoiceAct | undefined) =>
    void navigate({ search: (old) => ({ ...old, act: next }), replace: true, resetScroll: false });
  if (invoice.state === 'cancelled') return null;
  const done = (text: string) => {
    notify(text);
    go(undefined);
  };
  const form = { mandateId, invoice, onDone: done };
  return (
    <section className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-2">
        <Button small onPress={() => go('pay')}>
          <Trans>Book a payment</Trans>
        </Button>
        <Button small onPress={() => go('credit')}>
          <Trans>Credit it</Trans>
        </Button>
        <Button small onPress={() => go('hold')}>
          {invoice.holdReason === undefined ? <Trans>Hold reminders</Trans> : <Trans>Reminders</Trans>}
        </Button>
      </div>
      {deed !== undefined && (
        <div className="rounded-xl border border-line p-4">
          {deed === 'pay' && <PayInvoiceForm {...form} />}
          {deed === 'credit' && <CreditNoteForm {...form} />}
          {deed === 'hold' && <HoldForm {...form} />}
        </div>
      )}
    </section>
  );
}
