import type { ReactNode } from 'react';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { useOperator } from './use-operator.ts';

/** The body of a page of the operator; whoever may not see it is told by which right he could. */
export function OperatorOnly({
  resource,
  children,
}: {
  readonly resource: string;
  readonly children: ReactNode;
}): ReactNode {
  const { may } = useOperator();
  return may(resource) ? children : <NoPermissionBlock resource={resource} />;
}
