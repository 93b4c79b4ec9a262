import { Trans, useLingui } from '@lingui/react/macro';
import { FileText, Sheet } from 'lucide-react';
import type { ReactElement } from 'react';
import { monthText } from '#kernel/day-text.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { statementAddress } from './statement.query.ts';

/** The files of a statement: its PDF, and tables with exact amounts. */
export function StatementFiles(props: {
  readonly mandateId: string;
  /** `preview`: of the month that runs. */
  readonly documentId: string;
  readonly month: string;
  readonly hasCsv?: boolean;
}): ReactElement {
  const { t, i18n } = useLingui();
  const { mandateId, documentId, hasCsv = false } = props;
  const month = monthText(props.month, i18n.locale);
  const address = (format: 'pdf' | 'csv' | 'xlsx') => statementAddress(mandateId, documentId, format);
  return (
    <div className="flex flex-wrap gap-2">
      <a href={address('pdf')} download aria-label={t`PDF, ${month}`} className={buttonClass('secondary')}>
        <FileText aria-hidden className="size-4" />
        <Trans>PDF</Trans>
      </a>
      <a href={address('xlsx')} download aria-label={t`XLSX, ${month}`} className={buttonClass('secondary')}>
        <Sheet aria-hidden className="size-4" />
        <Trans>XLSX</Trans>
      </a>
      {hasCsv && (
        <a href={address('csv')} download aria-label={t`CSV, ${month}`} className={buttonClass('secondary')}>
          <Trans>CSV</Trans>
        </a>
      )}
    </div>
  );
}
