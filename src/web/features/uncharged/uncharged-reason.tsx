import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';

/** Why a call was not charged, in words; a reason that is not known yet as the API writes it. */
export function UnchargedReason({ reason }: { readonly reason: string }): ReactElement {
  const status = /^provider_status_(\d{3})$/.exec(reason)?.[1];
  if (status?.startsWith('4')) return <Trans>The provider refused it (HTTP {status})</Trans>;
  if (status !== undefined) return <Trans>The provider failed (HTTP {status})</Trans>;
  switch (reason) {
    case 'not_sent':
      return <Trans>The provider could not be reached</Trans>;
    case 'failed_before_generation':
      return <Trans>The provider failed before it had made anything</Trans>;
    case 'unknown_cost':
      return <Trans>Nobody learned what it cost</Trans>;
    default:
      return <code className="break-all">{reason}</code>;
  }
}
