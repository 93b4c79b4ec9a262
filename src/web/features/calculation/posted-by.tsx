import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { zurichDay } from '#web/lib/time-text.ts';
import type { ExplainedBooking } from './explanation.query.ts';
import { postedByQuery } from './posted-by.query.ts';

/** Who has made a booking, with the way to his other deeds of that day. */
export function PostedBy({ booking }: { readonly booking: ExplainedBooking }): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const { data: by, isLoading } = useQuery(postedByQuery(mandate.id, booking));
  if (isLoading) return <>…</>;
  if (!by) return <span title={t`The audit log has no entry for it.`}>–</span>;
  const day = zurichDay(booking.at);
  return (
    <>
      {by.name ?? by.userId ?? <Trans>A command of the operator</Trans>}{' '}
      <Link
        to="/admin/audit"
        search={{ of: mandate.id, action: 'credit', from: day, to: day }}
        className="text-accent underline underline-offset-4"
      >
        <Trans>Audit log of that day</Trans>
      </Link>
    </>
  );
}
