import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';

/** The coin and the name: the way home. */
export function Wordmark(): ReactElement {
  return (
    <Link to="/billing" className="inline-flex items-center gap-2.5 self-start rounded-lg px-2 py-1">
      <Coin />
      <span className="font-semibold text-lg tracking-tight">Rappen</span>
    </Link>
  );
}

/** The same as icon.svg, in the colours of the theme. */
export function Coin(): ReactElement {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7 shrink-0">
      <circle cx="16" cy="16" r="15" className="fill-accent" />
      <path
        d="M11 24V8h6.2c3.4 0 5.5 1.9 5.5 4.9 0 2.2-1.2 3.8-3.2 4.500l3.7 6.600h-3.600l-3.3-6.100H14.200V24Zm3.2-8.700h2.700c1.6 0 2.5-.9 2.5-2.300s-.9-2.3-2.5-2.300h-2.700Z"
        className="fill-on-accent"
      />
    </svg>
  );
}
