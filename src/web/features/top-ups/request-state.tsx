import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Badge } from '#web/ui/badge.tsx';
import type { TopUpRequest } from './top-up-requests.query.ts';

export function RequestState({ state }: { readonly state: TopUpRequest['state'] }): ReactElement {
  if (state === 'paid')
    return (
      <Badge tone="good">
        <Trans>Paid</Trans>
      </Badge>
    );
  if (state === 'open')
    return (
      <Badge tone="accent">
        <Trans>To be paid</Trans>
      </Badge>
    );
  return (
    <Badge>
      <Trans>Cancelled</Trans>
    </Badge>
  );
}
