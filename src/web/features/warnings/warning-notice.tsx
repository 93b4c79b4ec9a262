import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { BellRing, CircleCheck } from 'lucide-react';
import { type ReactElement, useState, useSyncExternalStore } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { useLiveFeed } from '#web/features/live/live-context.ts';
import type { LiveWarning } from '#web/features/live/live-event.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { Button } from '#web/ui/button.tsx';

const LOOKS = {
  low: 'bg-warn-soft text-warn',
  empty: 'bg-bad-soft text-bad',
  recovered: 'bg-good-soft text-good',
} as const;

/** What the server has just warned of, on whatever page; it stays until it is put away. */
export function WarningNotice(): ReactElement {
  const { t } = useLingui();
  const feed = useLiveFeed();
  const warning = useSyncExternalStore(feed.subscribe, feed.warning);
  const [closed, setClosed] = useState<string>();
  const shown = warning && warning.id !== closed ? warning : undefined;
  const Sign = shown?.kind === 'recovered' ? CircleCheck : BellRing;
  // The region is there before the words are: so they are read out.
  return (
    <div role="status">
      {shown && (
        <div
          className={`flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-2 text-sm lg:px-6 ${LOOKS[shown.kind]}`}
        >
          <Sign aria-hidden className="size-4 shrink-0" />
          <p className="min-w-0 flex-1 font-medium">
            <WarningText warning={shown} />
          </p>
          <Link to="/billing" className="font-medium underline underline-offset-4">
            <Trans>Open billing</Trans>
          </Link>
          <Button small aria-label={t`Close this warning`} onPress={() => setClosed(shown.id)}>
            <Trans>Close</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}

function WarningText({ warning }: { readonly warning: LiveWarning }): ReactElement {
  const { me } = useActing();
  const { kind, userId, leftChf } = warning;
  const left = moneyText(nanoOf(leftChf), { decimals: 2, rounding: 'down' });
  if (userId !== undefined && userId !== me.user.id) {
    if (kind === 'low') return <Trans>The balance of a user is running low: {left} left.</Trans>;
    if (kind === 'empty') return <Trans>The balance of a user is used up.</Trans>;
    return <Trans>The balance of a user has recovered: {left}.</Trans>;
  }
  if (kind === 'low') return <Trans>The balance is running low: {left} left.</Trans>;
  if (kind === 'empty')
    return <Trans>The balance is used up: {left} left. Calls that cost more are refused.</Trans>;
  return <Trans>The balance has recovered: {left}.</Trans>;
}
