import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { countText } from '#kernel/share-text.ts';
import { zurichDay } from '#web/lib/time-text.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import type { BookingLines } from './use-booking-lines.ts';

/** Below the rows, where something has to be said: that reading on failed, or that the list goes on elsewhere. */
export function ListEnd({ lines }: { readonly lines: BookingLines }): ReactElement | null {
  const { error, retry, isCut, marks, lineAt } = lines;
  const last = lineAt(marks.lineCount - 1);
  if (error)
    return (
      <div className="p-3">
        <ProblemBlock error={error} retry={retry} />
      </div>
    );
  if (!isCut || last?.kind !== 'row') return null;
  return (
    <p className="border-line border-t p-3 text-sm">
      <Trans>
        {countText(marks.rowCount)} bookings are shown here; there are older ones.{' '}
        <Link
          to="/billing/transactions"
          search={(all) => ({ ...all, to: zurichDay(last.row.at) })}
          className="text-accent underline underline-offset-4"
        >
          Show the older ones
        </Link>
      </Trans>
    </p>
  );
}
