import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { monthText } from '#kernel/day-text.ts';
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
  if (!preview.data) return <Skeleton className="h-40 w-full rounded-2xl" />;
  const { month } = preview.data;
  const name = monthText(month, i18n.locale);
  return (
    <Panel
      title={<Trans>{name} until now</Trans>}
      lead={<Trans>A preview without number. It is issued in the first days of the next month.</Trans>}
      actions={<StatementFiles mandateId={mandateId} documentId="preview" month={month} />}
    >
      <BalanceEquation balances={preview.data} />
    </Panel>
  );
}
