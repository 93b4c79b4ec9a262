import { Plural, Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { countText } from '#kernel/share-text.ts';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { type BookingTotals, bookingTotalsQuery } from './booking-totals.query.ts';
import { isRangeOnly } from './filter/booking-filter.ts';
import type { BookingList } from './list/booking-page.query.ts';

/** How many bookings the filter means and what they sum up to; and how all of the range lead from one balance to the other. */
export function ResultLine({ list }: { readonly list: BookingList }): ReactElement {
  const totals = useQuery(bookingTotalsQuery(list));
  if (totals.error) return <ProblemBlock error={totals.error} retry={() => void totals.refetch()} />;
  return (
    <section
      aria-busy={totals.isLoading}
      className="flex flex-wrap items-end gap-x-8 gap-y-3 rounded-xl border border-line bg-surface px-4 py-3"
    >
      <h2 className="sr-only">
        <Trans>Result</Trans>
      </h2>
      <Matched totals={totals.data} />
      <Balances totals={totals.data} isRangeOnly={isRangeOnly(list.filter)} />
    </section>
  );
}

function Matched({ totals }: { readonly totals: BookingTotals | undefined }): ReactElement {
  return (
    <dl className="flex gap-x-6">
      <Figure name={<Trans>Bookings</Trans>} isLoaded={totals !== undefined}>
        <span data-testid="booking-count">{totals && countText(totals.count)}</span>
      </Figure>
      <Figure name={<Trans>Sum</Trans>} isLoaded={totals !== undefined} isStrong>
        <Money chf={totals?.sumChf} decimals={DECIMALS} />
      </Figure>
    </dl>
  );
}

/** Both sides are rounded alike, so a sum on the page may be off by one in its last decimal; the exact one is on hover. */
const DECIMALS = 4;

function Balances(props: {
  readonly totals: BookingTotals | undefined;
  readonly isRangeOnly: boolean;
}): ReactElement {
  const { totals } = props;
  const isLoaded = totals !== undefined;
  const count = totals?.movementCount ?? 0;
  // Others spend from the same wallet, whose bookings not everybody sees.
  const isAll = props.isRangeOnly && totals?.count === count;
  return (
    <dl className="flex w-full flex-col gap-x-4 text-sm sm:w-auto sm:flex-row lg:ml-auto">
      <Figure isTerm isLoaded={isLoaded} name={<Trans>Opening balance</Trans>}>
        <Money chf={totals?.openingBalanceChf} bare decimals={DECIMALS} />
      </Figure>
      <Figure
        isTerm
        sign="+"
        isLoaded={isLoaded}
        name={
          isAll ? (
            <Trans>These bookings</Trans>
          ) : (
            <Plural
              value={count}
              one={<Trans>All movements (1)</Trans>}
              other={<Trans>All movements ({countText(count)})</Trans>}
            />
          )
        }
      >
        <Money chf={totals?.movementSumChf} bare decimals={DECIMALS} />
      </Figure>
      <Figure isTerm sign="=" isLoaded={isLoaded} name={<Trans>Closing balance</Trans>}>
        <Money chf={totals?.closingBalanceChf} bare decimals={DECIMALS} />
      </Figure>
    </dl>
  );
}

/** A number under its name; as a term of a sum, beside it where there is little room. */
function Figure(props: {
  readonly name: ReactNode;
  readonly isLoaded: boolean;
  readonly isStrong?: boolean;
  readonly isTerm?: boolean;
  readonly sign?: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className={`min-w-0 ${props.isTerm ? 'flex items-baseline justify-between gap-3 sm:block' : ''}`}>
      <dt className="text-muted text-xs">{props.name}</dt>
      <dd className={`figures flex h-6 gap-2 ${props.isStrong ? 'font-semibold' : 'font-medium'}`}>
        {props.sign !== undefined && (
          <span aria-hidden className="text-muted">
            {props.sign}
          </span>
        )}
        {props.isLoaded ? props.children : <Skeleton className="h-5 w-20" />}
      </dd>
    </div>
  );
}
