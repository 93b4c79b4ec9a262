import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { exactMoneyText } from '#kernel/money-text.ts';
import { Panel } from '#web/ui/panel.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { amountOfDifference, mandateOfDifference } from './difference-value.ts';
import type { LastProof } from './proof.query.ts';

type Difference = LastProof['differences'][number];

/** What does not add up: each row with what it should be and what it is. */
export function DifferenceList({ last }: { readonly last: LastProof }): ReactElement | null {
  const { t } = useLingui();
  const { differences, differencesTotal } = last;
  if (differences.length === 0) return null;
  const shown = differences.length;
  const columns: readonly Column<Difference>[] = [
    {
      id: 'check',
      title: <Trans>Check</Trans>,
      isRowTitle: true,
      className: 'min-w-56',
      cell: ({ check }) => check,
    },
    {
      id: 'mandate',
      title: <Trans>Mandate</Trans>,
      cell: ({ mandateId }) => <MandateLink mandateId={mandateId} />,
    },
    {
      id: 'row',
      title: <Trans>Row</Trans>,
      cell: ({ id }) => <code className="select-all break-all text-xs">{id}</code>,
    },
    {
      id: 'expected',
      title: <Trans>Should be</Trans>,
      align: 'end',
      cell: ({ check, expected }) => <Value check={check} value={expected} />,
    },
    {
      id: 'found',
      title: <Trans>Is</Trans>,
      align: 'end',
      cell: ({ check, found }) => <Value check={check} value={found} />,
    },
  ];
  return (
    <Panel
      title={<Trans>Differences</Trans>}
      lead={
        shown < differencesTotal ? (
          <Trans>
            The first {shown} of {differencesTotal}. Keep the database as it is: the rows are the evidence.
          </Trans>
        ) : (
          <Trans>Keep the database as it is: the rows are the evidence.</Trans>
        )
      }
    >
      <ShortTable
        label={t`Differences`}
        columns={columns}
        rows={differences}
        rowKey={({ check, id }) => `${check} ${id}`}
      />
    </Panel>
  );
}

function MandateLink({ mandateId }: { readonly mandateId: string }): ReactElement {
  const named = mandateOfDifference(mandateId);
  if (named === undefined) return <code className="break-all text-xs">{mandateId}</code>;
  return (
    <Link
      to="/admin/mandates/$mandateId"
      params={{ mandateId: named }}
      className="break-all text-accent text-xs underline-offset-4 hover:underline"
    >
      {named}
    </Link>
  );
}

function Value({ check, value }: { readonly check: string; readonly value: string }): ReactElement {
  const amount = amountOfDifference(check, value);
  if (amount === undefined) return <span className="figures break-words">{value}</span>;
  return (
    <span className="figures whitespace-nowrap" title={value}>
      {exactMoneyText(amount)}
    </span>
  );
}
