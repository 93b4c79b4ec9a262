import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import type { ReactElement } from 'react';
import { timeText } from '#web/lib/time-text.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { LoadMore } from '#web/ui/load-more.tsx';
import { Money } from '#web/ui/money.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { type BankFile, bankFilesQuery } from './bank-files.query.ts';
import { CountBadges } from './count-badges.tsx';

/** Every file that was uploaded, as it came, with its counts and control sums. */
export function BankFileList(): ReactElement {
  const { t } = useLingui();
  const files = useInfiniteQuery(bankFilesQuery);
  if (files.isPending) return <Skeleton className="h-72 w-full" />;
  if (files.data === undefined)
    return <ProblemBlock error={files.error} retry={() => void files.refetch()} />;
  const rows = files.data.pages.flatMap((page) => page.files);
  if (rows.length === 0)
    return (
      <EmptyBlock title={<Trans>No bank file was uploaded yet</Trans>}>
        <Trans>Your e-banking delivers them daily: statements (camt.053) or credit notices (camt.054).</Trans>
      </EmptyBlock>
    );
  return (
    <section className="rounded-2xl border border-line bg-surface pb-4">
      <ShortTable label={t`Bank files`} columns={COLUMNS} rows={rows} rowKey={({ fileId }) => fileId} />
      <LoadMore list={files} shown={rows.length} />
    </section>
  );
}

function PaymentsLink({ fileId, name }: Pick<BankFile, 'fileId' | 'name'>): ReactElement {
  return (
    <Link
      to="/admin/bank"
      search={{ show: 'files', file: fileId }}
      resetScroll={false}
      className="text-accent text-sm underline-offset-4 hover:underline"
    >
      <Trans>
        See the payments<span className="sr-only"> of {name}</span>
      </Trans>
    </Link>
  );
}

const COLUMNS: readonly Column<BankFile>[] = [
  {
    id: 'file',
    title: <Trans>File</Trans>,
    isRowTitle: true,
    className: 'min-w-44',
    cell: ({ fileId, name, kind, messageId }) => (
      <span className="break-words">
        <a
          href={`/api/admin/bank-files/${fileId}/content`}
          download
          className="inline-flex items-center gap-1.5 text-accent underline-offset-4 hover:underline"
        >
          <Download aria-hidden className="size-4 shrink-0" />
          {name}
        </a>
        <span className="block text-muted text-xs">
          {kind}, {messageId}
        </span>
      </span>
    ),
  },
  {
    id: 'uploaded',
    title: <Trans>Uploaded</Trans>,
    cell: ({ uploadedAt, uploadedByName }) => (
      <span className="figures whitespace-nowrap">
        {timeText(uploadedAt)}
        <span className="block text-muted text-xs">{uploadedByName}</span>
      </span>
    ),
  },
  {
    id: 'sums',
    title: <Trans>Sum in, CHF</Trans>,
    align: 'end',
    cell: ({ statements }) => (
      <>
        {statements.map(({ iban, creditSum }) => (
          <span key={iban} className="block">
            <Money bare chf={creditSum} />
          </span>
        ))}
      </>
    ),
  },
  {
    id: 'counts',
    title: <Trans>Payments</Trans>,
    className: 'min-w-56',
    cell: ({ fileId, name, counts }) => (
      <>
        <CountBadges counts={counts} />
        <PaymentsLink fileId={fileId} name={name} />
      </>
    ),
  },
];
