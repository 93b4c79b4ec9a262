import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { clockText } from '#web/lib/time-text.ts';

/** How long the preview may be looked at; the server decides when it is over, and then asks for a new one. */
export function ConfirmUntil({ until }: { readonly until: string | undefined }): ReactElement | null {
  if (until === undefined) return null;
  const time = clockText(until);
  return (
    <p className="text-muted text-sm">
      <Trans>
        Nothing is written yet. This preview can be confirmed until {time} (Europe/Zurich), as long as no
        price changes; then look at a new one.
      </Trans>
    </p>
  );
}
