import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { StreamState } from './conversation-stream.ts';

/** Whether answers appear by themselves. A cut is read out. */
export function StreamNote({ state }: { readonly state: StreamState }): ReactElement {
  return (
    <span className={`inline-flex items-center gap-2 ${state === 'cut' ? 'font-medium text-bad' : ''}`}>
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${DOTS[state]}`} />
      <span role="status" className="empty:hidden">
        {state === 'cut' && (
          <Trans>Cut: answers go on being made, and are shown when the connection is back.</Trans>
        )}
      </span>
      {state === 'connecting' && <Trans>Connecting</Trans>}
      {state === 'live' && <Trans>Live</Trans>}
    </span>
  );
}

const DOTS: Readonly<Record<StreamState, string>> = {
  connecting: 'bg-line-strong',
  live: 'bg-good',
  cut: 'bg-bad',
};
