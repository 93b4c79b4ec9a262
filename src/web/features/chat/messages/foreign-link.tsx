import { Trans } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { safeLink } from '../model/safe-link.ts';

/** A link that a model or a search has written: says where it leads, and takes nothing of this page along. */
export function ForeignLink({
  address,
  children,
}: {
  readonly address: string | undefined;
  readonly children: ReactNode;
}): ReactElement {
  const link = safeLink(address);
  if (!link) return <span>{children}</span>;
  return (
    <span>
      <a
        href={link.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="break-words text-accent underline underline-offset-2"
      >
        {children}
        <span className="sr-only">
          {' '}
          <Trans>(opens in a new tab)</Trans>
        </span>
      </a>{' '}
      <span className="break-all text-muted text-sm">({link.place})</span>
    </span>
  );
}
