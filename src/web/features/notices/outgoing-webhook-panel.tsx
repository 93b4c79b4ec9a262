import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { DeliveryList } from './delivery-list.tsx';
import { outgoingWebhookQuery } from './outgoing-webhook.query.ts';
import { OutgoingWebhookForm } from './outgoing-webhook-form.tsx';

/** Where programs of the mandate hear of its warnings, and what was sent there. */
export function OutgoingWebhookPanel(): ReactElement {
  const { mandate } = useActing();
  const webhook = useQuery(outgoingWebhookQuery(mandate.id));
  return (
    <Panel
      title={<Trans>Webhook</Trans>}
      lead={
        <Trans>
          Rappen tells a program of yours when the balance is low, used up, or recovered. Messages are signed
          by Standard Webhooks.
        </Trans>
      }
    >
      {webhook.data ? (
        <div className="flex flex-col gap-6">
          <OutgoingWebhookForm webhook={webhook.data} />
          <DeliveryList />
        </div>
      ) : webhook.error ? (
        <ProblemBlock error={webhook.error} retry={() => void webhook.refetch()} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Panel>
  );
}
