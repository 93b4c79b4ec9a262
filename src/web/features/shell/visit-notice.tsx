import { Trans } from '@lingui/react/macro';
import { Link, useLocation } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import type { ReactElement } from 'react';
import { operatorMandate } from '#web/features/me/acting-mandate.ts';
import { useActing } from '#web/features/me/use-acting.ts';

/** The operator in a mandate that is not his own is told so, with the way back. */
export function VisitNotice(): ReactElement | null {
  const { me, mandate } = useActing();
  const pathname = useLocation({ select: (location) => location.pathname });
  const home = operatorMandate(me);
  if (!mandate.isVisited || !home) return null;
  return (
    <aside className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-accent-soft px-4 py-2 text-accent-strong text-sm lg:px-6">
      <Eye aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1">
        <Trans>
          You are in <strong>{mandate.name}</strong> as the operator: its money, its bookings.
        </Trans>
      </p>
      <Link to={pathname} search={{ mandate: home.id }} className="font-medium underline underline-offset-4">
        <Trans>Back to {home.name}</Trans>
      </Link>
    </aside>
  );
}
