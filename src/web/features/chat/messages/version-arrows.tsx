import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

/** `2 of 3` with a way to the one before and after. Each is a place in the address, so Back leads back. */
export function VersionArrows({
  label,
  previousLabel,
  nextLabel,
  heads,
  shown,
}: {
  readonly label: string;
  readonly previousLabel: string;
  readonly nextLabel: string;
  /** A message of each version's branch. */
  readonly heads: readonly string[];
  readonly shown: number;
}): ReactElement | null {
  if (heads.length < 2) return null;
  return (
    <nav aria-label={label} className="inline-flex items-center text-muted text-sm">
      <Arrow leaf={heads[shown - 1]} label={previousLabel}>
        <ChevronLeft aria-hidden className="size-4" />
      </Arrow>
      <span className="figures px-0.5">
        <Trans>
          {shown + 1} of {heads.length}
        </Trans>
      </span>
      <Arrow leaf={heads[shown + 1]} label={nextLabel}>
        <ChevronRight aria-hidden className="size-4" />
      </Arrow>
    </nav>
  );
}

function Arrow({
  leaf,
  label,
  children,
}: {
  readonly leaf: string | undefined;
  readonly label: string;
  readonly children: ReactNode;
}): ReactElement {
  const look = 'inline-flex size-8 items-center justify-center rounded-lg';
  if (leaf === undefined)
    return (
      <span aria-hidden className={`${look} opacity-40`}>
        {children}
      </span>
    );
  return (
    <Link
      to="."
      search={(old) => ({ ...old, leaf })}
      resetScroll={false}
      aria-label={label}
      className={`${look} hover:bg-sunken hover:text-ink`}
    >
      {children}
    </Link>
  );
}
