import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { monthText } from '#kernel/day-text.ts';
import { zurichDay } from '#web/lib/time-text.ts';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { BalanceEquation } from './balance-equation.tsx';
import { statementPreviewQuery } from './statement.query.ts';
import { StatementFiles } from './statement-files.tsx';

/** The month that has not ended: what its statement would say now. */
export function RunningMonth({ mandateId }: { readonly mandateId: string }): ReactElement {
  const { i18n } = useLingui();
  const preview = useQuery(statementPreviewQuery(mandateId));
  if (preview.error) return <ProblemBlock error={preview.error} retry={() => void preview.refetch()} />;
  // Until the server says which month runs: then only the amounts come later, and nothing moves.
  const month = preview.data?.month ?? zurichDay(new Date()).slice(0, 7);
  const name = monthText(month, i18n.locale);
  return (
    <Panel
      title={<Trans>{name} until now</Trans>}
      lead={<Trans>A preview without number. It is issued in the first days of the next month.</Trans>}
      actions={<StatementFiles mandateId={mandateId} documentId="preview" month={month} />}
    >
      {preview.data ? (
        <BalanceEquation balances={preview.data} />
      ) : (
        <Skeleton className="h-24 w-full sm:h-11" />
      )}
    </Panel>
  );
}
