import { Link, useLocation } from '@tanstack/react-router';
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';

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
  const row = useRef<HTMLElement>(null);
  const pathname = useLocation({ select: (location) => location.pathname });
  useEffect(() => showOpenTab(row.current), [pathname]);
  return (
    <nav
      ref={row}
      aria-label={label}
      className="-mx-4 mb-6 overflow-x-auto border-line border-b px-4 sm:mx-0 sm:px-0"
    >
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

/** On a narrow screen the open tab may lie outside the row; only the row is moved, never the page. */
function showOpenTab(row: HTMLElement | null): void {
  const tab = row?.querySelector('[data-status=active]');
  if (!row || !tab) return;
  const [outer, inner] = [row.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (inner.right > outer.right) row.scrollLeft += inner.right - outer.right + EDGE_PX;
  if (inner.left < outer.left) row.scrollLeft -= outer.left - inner.left + EDGE_PX;
}

/** So that a piece of the next tab shows that there is one. */
const EDGE_PX = 24;
