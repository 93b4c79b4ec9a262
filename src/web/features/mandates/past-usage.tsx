import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { PastPanel } from '../spend/history-panel.tsx';
import { pastUsageQuery } from './past-usage.query.ts';

/** What a mandate did on the platform before, so that it does not look as if it had never called; nothing where nothing came over. */
export function PastUsage({ mandateId }: { readonly mandateId: string }): ReactElement | null {
  const { data } = useQuery(pastUsageQuery(mandateId));
  return <PastPanel history={data ?? undefined} />;
}
