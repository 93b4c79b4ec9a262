import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { invoiceTermsQuery } from './invoice-terms.query.ts';
import { PaymentTermForm } from './payment-term-form.tsx';

/** How long a postpaid mandate has to pay its invoices; for the operator. */
export function PaymentTermPanel({ mandateId }: { readonly mandateId: string }): ReactElement {
  const terms = useQuery(invoiceTermsQuery(mandateId));
  return (
    <Panel
      title={<Trans>Invoices</Trans>}
      lead={
        <Trans>
          Only you, the operator, can change it. When reminders are sent is a{' '}
          <Link
            to="/admin/invoices"
            search={{ rule: 'open' }}
            className="text-accent underline underline-offset-4"
          >
            rule for all mandates
          </Link>
          .
        </Trans>
      }
      className="max-w-4xl"
    >
      {terms.data ? (
        <PaymentTermForm mandateId={mandateId} read={terms.data} />
      ) : terms.error ? (
        <ProblemBlock error={terms.error} retry={() => void terms.refetch()} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Panel>
  );
}
