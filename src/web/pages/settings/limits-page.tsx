import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { LiftDialog } from '#web/features/limits/lift-dialog.tsx';
import { LimitDialog } from '#web/features/limits/limit-dialog.tsx';
import { LimitTable } from '#web/features/limits/limit-table.tsx';
import { type Limit, limitsQuery } from '#web/features/limits/limits.query.ts';
import type { LimitsSearch } from '#web/features/limits/limits-search.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** What users and keys may spend in a calendar month. */
export function LimitsPage(): ReactElement {
  const { mandate } = useActing();
  const { dialog, of } = useSearch({ from: '/shell/settings/billing/settings/limits' });
  const navigate = useNavigate({ from: '/billing/settings/limits' });
  const limits = useQuery(limitsQuery(mandate.id));
  const [lifted, setLifted] = useState<Limit>();
  const change = (search: LimitsSearch, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...search }), replace, resetScroll: false });
  return (
    <Panel
      title={<Trans>Spending limits</Trans>}
      lead={
        <Trans>
          A limit counts this calendar month (Europe/Zurich). A call that would go beyond it is refused; on
          the first of the month it begins anew.
        </Trans>
      }
      actions={
        <Link
          from="/billing/settings/limits"
          to="."
          search={(old) => ({ ...old, dialog: 'set', of: undefined })}
          resetScroll={false}
          className={buttonClass('primary', true)}
        >
          <Trans>Set a limit</Trans>
        </Link>
      }
    >
      {limits.data === undefined ? (
        limits.error ? (
          <ProblemBlock error={limits.error} retry={() => void limits.refetch()} />
        ) : (
          <Skeleton className="h-64 w-full" />
        )
      ) : limits.data.length === 0 ? (
        <EmptyBlock title={<Trans>No limits</Trans>}>
          <Trans>Users and keys may spend whatever the balance pays for. Set a limit to change that.</Trans>
        </EmptyBlock>
      ) : (
        <LimitTable limits={limits.data} onLift={setLifted} />
      )}
      {dialog === 'set' && (
        <LimitDialog
          of={of}
          onChoose={(id) => change({ of: id }, true)}
          onClose={() => change({ dialog: undefined, of: undefined })}
        />
      )}
      {lifted && <LiftDialog limit={lifted} onClose={() => setLifted(undefined)} />}
    </Panel>
  );
}
