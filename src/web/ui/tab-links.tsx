import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';

export interface TabLink {
  readonly to: string;
  readonly label: ReactNode;
  /** Only this very address, not those below it. */
  readonly exact?: boolean;
}

/** The parts of a subject, each with an address of its own. On a narrow screen the row scrolls inside itself. */
export function TabLinks({
  label,
  tabs,
}: {
  readonly label: string;
  readonly tabs: readonly TabLink[];
}): ReactElement {
  return (
    <nav aria-label={label} className="-mx-4 mb-6 overflow-x-auto border-line border-b px-4 sm:mx-0 sm:px-0">
      <ul className="flex min-w-max gap-1">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <Link
              to={tab.to}
              activeOptions={{ exact: tab.exact ?? false, includeSearch: false }}
              className="-mb-px inline-flex min-h-10 items-center border-transparent border-b-2 px-3 font-medium text-muted outline-offset-[-2px] hover:text-ink data-[status=active]:border-accent data-[status=active]:text-ink"
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
