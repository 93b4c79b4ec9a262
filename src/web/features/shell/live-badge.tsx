import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { useLiveFeed } from '#web/features/live/live-context.ts';
import type { LiveState } from '#web/features/live/live-state.ts';
import { useLiveState } from '#web/features/live/use-live-state.ts';

/** Whether the page is live. A cut is read out, the seconds that pass are not. Pressed, it tries again at once. */
export function LiveBadge(): ReactElement {
  const { t } = useLingui();
  const state = useLiveState();
  const feed = useLiveFeed();
  return (
    <>
      <button
        type="button"
        onClick={() => feed.hurry()}
        title={t(SENTENCES[state.kind])}
        className={`inline-flex min-h-8 min-w-31 cursor-pointer items-center justify-end gap-2 whitespace-nowrap rounded-lg px-2 text-sm ${TEXT_COLOURS[state.kind]}`}
      >
        <span aria-hidden className={`size-2 shrink-0 rounded-full ${DOT_COLOURS[state.kind]}`} />
        <StateWord state={state} />
      </button>
      <span role="status" className="sr-only">
        {state.kind === 'cut' && <Trans>The connection is cut. This page may be out of date.</Trans>}
      </span>
    </>
  );
}

const TEXT_COLOURS = {
  connecting: 'text-muted',
  live: 'text-muted',
  late: 'text-warn',
  cut: 'text-bad font-medium',
} as const;

const DOT_COLOURS = {
  connecting: 'bg-line-strong',
  live: 'bg-good',
  late: 'bg-warn',
  cut: 'bg-bad',
} as const;

function StateWord({ state }: { readonly state: LiveState }): ReactElement {
  if (state.kind === 'connecting') return <Trans>Connecting</Trans>;
  if (state.kind === 'live') return <Trans>Live</Trans>;
  if (state.kind === 'late') return <Age seconds={state.secondsAgo} />;
  return (
    <Trans>
      Cut · <Age seconds={state.secondsAgo} />
    </Trans>
  );
}

function Age({ seconds }: { readonly seconds: number }): ReactElement {
  const minutes = Math.floor(seconds / 60);
  return seconds < 60 ? <Trans>{seconds} s ago</Trans> : <Trans>{minutes} min ago</Trans>;
}

const SENTENCES: Readonly<Record<LiveState['kind'], MessageDescriptor>> = {
  connecting: msg`Connecting: new bookings will appear by themselves.`,
  live: msg`New bookings and balances appear here as they happen.`,
  late: msg`Connected, but the server has nothing new to tell: it waits for its database.`,
  cut: msg`The connection is cut and is tried again by itself. What you see may be out of date.`,
};
