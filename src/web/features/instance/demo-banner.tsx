import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import type { ReactElement } from 'react';
import { instanceQuery } from './instance.query.ts';

/** In demo mode on every page: nothing here is real. */
export function DemoBanner(): ReactElement | null {
  const { data } = useQuery(instanceQuery);
  if (!data?.isSimulated) return null;
  return (
    <aside className="flex items-center justify-center gap-2 border-line border-b bg-sunken px-4 py-1 text-center text-muted text-sm">
      <FlaskConical aria-hidden className="size-4 shrink-0" />
      <p>
        <Trans>Demo: nothing here costs real money.</Trans>
      </p>
    </aside>
  );
}
