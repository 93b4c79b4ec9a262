import { Trans } from '@lingui/react/macro';
import { lazy, type ReactElement, Suspense } from 'react';
import { MonthPanel } from '#web/features/balance/month-panel.tsx';
import { RunOutPanel } from '#web/features/balance/run-out-panel.tsx';
import { SpendablePanel } from '#web/features/balance/spendable-panel.tsx';
import { useActing } from '#web/features/me/use-acting.ts';
import { useBalance } from '#web/features/spend/use-overview.ts';
import { WarningsPanel } from '#web/features/warnings/warnings-panel.tsx';
import { NoPermissionBlock } from '#web/ui/no-permission-block.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** With what its sign says on hover, it is a tenth of what the page would load at first. */
const CopyLinkButton = lazy(async () => ({
  default: (await import('#web/ui/copy-button.tsx')).CopyLinkButton,
}));
const SpendingPart = lazy(async () => ({ default: (await import('./spending-part.tsx')).SpendingPart }));

/** Can I still spend, how long does it last, what was it, and what changed. */
export function OverviewPage(): ReactElement {
  const { may } = useActing();
  return (
    <>
      <PageHeader
        title={<Trans>Overview</Trans>}
        lead={<Whose />}
        actions={
          <Suspense fallback={<span className="size-9" />}>
            <CopyLinkButton />
          </Suspense>
        }
      />
      {may('resource.billing.own') ? <Blocks /> : <NoPermissionBlock resource="resource.billing.own" />}
    </>
  );
}

/** Whose numbers these are: what the API gives depends on it. */
function Whose(): ReactElement {
  const { mandate, may } = useActing();
  const { name } = mandate;
  return may('resource.billing.read') ? (
    <Trans>All calls of {name}.</Trans>
  ) : (
    <Trans>Your own calls in {name}. Those of others are for its administrators and viewers.</Trans>
  );
}

/**
 * How tall the first row is depends on the balance: on the words in it, and on what the link has unfolded. What stands below
 * is loaded meanwhile, and seen when it has its place.
 */
function Blocks(): ReactElement {
  const { data, error } = useBalance();
  const hasPlace = data !== undefined || error !== null;
  return (
    <div className="flex flex-col gap-4 sm:gap-6">
      <div className="grid grid-cols-1 gap-4 sm:gap-6 md:grid-cols-2 xl:grid-cols-[1.25fr_1fr_1fr]">
        <SpendablePanel />
        <RunOutPanel />
        <MonthPanel />
      </div>
      <div className={`flex flex-col gap-4 sm:gap-6 ${hasPlace ? '' : 'invisible'}`}>
        <Suspense fallback={<Skeleton className="h-[36rem] w-full rounded-2xl" />}>
          <SpendingPart />
        </Suspense>
        <WarningsPanel />
      </div>
    </div>
  );
}
