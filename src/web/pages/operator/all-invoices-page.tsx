import { Trans } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { InvoiceRuleDialog } from '#web/features/invoice-terms/invoice-rule-dialog.tsx';
import { AllInvoicesList } from '#web/features/invoices/all-invoices-list.tsx';
import { InvoiceDeeds } from '#web/features/invoices/invoice-deeds.tsx';
import { InvoiceDrawer } from '#web/features/invoices/invoice-drawer.tsx';
import type { AllInvoicesSearch } from '#web/features/invoices/invoices-search.ts';
import { StateChoice } from '#web/features/invoices/state-choice.tsx';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { useOperator } from '#web/features/operator/use-operator.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

/** Invoices of all mandates: which are overdue, and what is done about them. */
export function AllInvoicesPage(): ReactElement {
  const search = useSearch({ from: '/shell/admin/invoices' });
  const navigate = useNavigate({ from: '/admin/invoices' });
  const { may } = useOperator();
  const mayAct = may('resource.billing.credit');
  const maySetRule = may('resource.billing.terms');
  const { only, invoice, of, act, rule } = search;
  const change = (part: Partial<AllInvoicesSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  return (
    <>
      <PageHeader
        title={<Trans>Invoices</Trans>}
        lead={<Trans>Of all mandates that pay afterwards, overdue ones first.</Trans>}
        actions={
          <>
            {maySetRule && (
              <Button onPress={() => change({ rule: 'open' })}>
                <Trans>Rule for invoices</Trans>
              </Button>
            )}
            <CopyLinkButton />
          </>
        }
      />
      <OperatorOnly resource="resource.billing.overview">
        {maySetRule && (
          <InvoiceRuleDialog isOpen={rule === 'open'} onClose={() => change({ rule: undefined }, true)} />
        )}
        <StateChoice value={only} onChange={(chosen) => change({ only: chosen })} />
        <AllInvoicesList state={only} />
        {invoice !== undefined && of !== undefined && (
          <InvoiceDrawer
            key={invoice}
            mandateId={of}
            invoiceId={invoice}
            onClose={() => change({ invoice: undefined, of: undefined, act: undefined }, true)}
          >
            {(detail) => mayAct && <InvoiceDeeds mandateId={of} invoice={detail} deed={act} />}
          </InvoiceDrawer>
        )}
      </OperatorOnly>
    </>
  );
}
