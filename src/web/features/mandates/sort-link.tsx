import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { MandateSort } from './mandates-search.ts';

/** Names, and money that runs out, count upwards; what was spent and earned downwards. */
const ASCENDING: readonly MandateSort[] = ['name', 'available', 'balance', 'daysLeft'];

export function sortDirection(sort: MandateSort): 'ascending' | 'descending' {
  return ASCENDING.includes(sort) ? 'ascending' : 'descending';
}

/** The title of a column, which sorts by it. Pressed again it goes back to the order by risk. */
export function SortLink({
  sort,
  present,
  children,
}: {
  readonly sort: MandateSort;
  readonly present: MandateSort;
  readonly children: ReactNode;
}): ReactElement {
  const isPresent = sort === present;
  const Arrow = sortDirection(sort) === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <Link
      from="/admin/mandates"
      to="/admin/mandates"
      search={(old) => ({ ...old, sort: isPresent ? undefined : sort, cursor: undefined })}
      resetScroll={false}
      className={`inline-flex min-h-6 items-center gap-1 rounded hover:text-ink ${isPresent ? 'text-ink' : ''}`}
    >
      {isPresent && <Arrow aria-hidden className="size-3.5" />}
      {children}
    </Link>
  );
}
