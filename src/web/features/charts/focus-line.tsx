import { Trans, useLingui } from '@lingui/react/macro';
import { ZoomIn } from 'lucide-react';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { countText } from '#kernel/share-text.ts';
import { rangeText } from '#web/lib/days/range-text.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { BookingsLink } from '../spend/bookings-link.tsx';
import type { Spent } from '../spend/spend-sums.ts';
import type { SpendView } from '../spend/spend-view.ts';

/** Below the chart: what is picked (or all of it), what it cost, and the way to its bookings. */
export function FocusLine({
  view,
  spent,
  isPicked,
  onZoom,
  onClear,
}: {
  readonly view: SpendView;
  readonly spent: Spent;
  readonly isPicked: boolean;
  readonly onZoom: () => void;
  readonly onClear: () => void;
}): ReactElement {
  const { t } = useLingui();
  const days = rangeText(view.focus, (text) => t(text));
  const calls = countText(spent.calls);
  return (
    <div className="mt-3 flex min-h-10 flex-wrap items-center gap-x-4 gap-y-2 border-line border-t pt-3">
      <p role="status" className="figures flex flex-wrap gap-x-3">
        <span className={isPicked ? 'font-medium text-accent-strong' : 'text-muted'}>{days}</span>
        <span className="font-semibold">{moneyText(spent.charged)}</span>
        <span className="text-muted">
          <Trans>Calls: {calls}</Trans>
        </span>
      </p>
      <div className="flex flex-wrap gap-2 sm:ml-auto">
        {isPicked && (
          <>
            <Button small look="quiet" onPress={onClear}>
              <Trans>Clear</Trans>
            </Button>
            <Button small onPress={onZoom}>
              <ZoomIn aria-hidden className="size-4" />
              <Trans>Only these days</Trans>
            </Button>
          </>
        )}
        <BookingsLink days={view.focus} filter={view.filter} className={buttonClass('secondary', true)}>
          <Trans>Show these bookings</Trans>
        </BookingsLink>
      </div>
    </div>
  );
}
