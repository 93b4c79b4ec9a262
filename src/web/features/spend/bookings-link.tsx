import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import type { SpendFilter } from './overview-search.ts';
import type { Days } from './picked-days.ts';

/** Leads to the calls behind an amount: the same days, the same filter. */
export function BookingsLink({
  days,
  filter,
  className,
  children,
}: {
  readonly days: Days;
  readonly filter: SpendFilter;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <Link
      to="/billing/transactions"
      search={{ from: days.from, to: days.to, type: 'usage', ...filter }}
      className={className ?? 'font-medium text-accent underline-offset-4 hover:underline'}
    >
      {children}
    </Link>
  );
}
