import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { dayText, monthText } from '#kernel/day-text.ts';
import { zurichDay } from '#web/lib/time-text.ts';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { BalanceEquation } from './balance-equation.tsx';
import { type Statement, statementQuery } from './statement.query.ts';
import { StatementFiles } from './statement-files.tsx';
import { StatementTables } from './statement-tables.tsx';

/** One statement over the list. */
export function StatementDrawer(props: {
  readonly mandateId: string;
  readonly documentId: string;
  readonly onClose: () => void;
}): ReactElement {
  const { t, i18n } = useLingui();
  const { mandateId, documentId, onClose } = props;
  const { data, error, refetch } = useQuery(statementQuery(mandateId, documentId));
  const month = data && monthText(data.figures.month, i18n.locale);
  return (
    <DialogFrame
      side
      isOpen
      onClose={onClose}
      title={month === undefined ? t`Statement` : t`Statement of ${month}`}
      actions={<CopyLinkButton />}
    >
      {error && <ProblemBlock error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-96 w-full" />}
      {data && <StatementBody mandateId={mandateId} statement={data} />}
    </DialogFrame>
  );
}

function StatementBody({
  mandateId,
  statement,
}: {
  readonly mandateId: string;
  readonly statement: Statement;
}): ReactElement {
  const { id, number, issuedAt, sha256, figures } = statement;
  const [first, last, issued] = [figures.firstDay, figures.lastDay, zurichDay(issuedAt)].map(dayText);
  return (
    <div className="flex flex-col gap-6">
      <p className="text-muted text-sm">
        <Trans>
          {number} · {first} to {last}, Europe/Zurich · issued on {issued}
        </Trans>
      </p>
      <BalanceEquation balances={figures} />
      <StatementFiles mandateId={mandateId} documentId={id} month={figures.month} hasCsv />
      <StatementTables figures={figures} />
      {sha256 !== null && (
        <p className="break-all text-muted text-xs">
          <Trans>The PDF is kept unchanged. SHA-256: {sha256}</Trans>
        </p>
      )}
    </div>
  );
}
