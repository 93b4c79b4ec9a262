import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { useOperator } from '#web/features/operator/use-operator.ts';
import { ProofView } from '#web/features/proof/proof-view.tsx';
import { RecountButton } from '#web/features/proof/recount-button.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';

const RESOURCE = 'resource.operation.proof';

/** The recount of every balance, hold, charge and statistic from the bookings themselves. */
export function ProofPage(): ReactElement {
  const { may } = useOperator();
  return (
    <>
      <PageHeader
        title={<Trans>Proof</Trans>}
        lead={
          <Trans>
            Every balance, hold, charge and statistic is counted again from the bookings themselves.
          </Trans>
        }
        actions={may(RESOURCE) ? <RecountButton /> : undefined}
      />
      <OperatorOnly resource={RESOURCE}>
        <ProofView />
      </OperatorOnly>
    </>
  );
}
