import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';

/** Holds the place of what is being loaded; `className` gives it the size of what will come, so that nothing moves. */
export function Skeleton({ className = 'h-6 w-full' }: { readonly className?: string }): ReactElement {
  const { t } = useLingui();
  return (
    <div
      role="status"
      aria-label={t`Loading`}
      className={`animate-pulse rounded-md bg-sunken ${className}`}
    />
  );
}
