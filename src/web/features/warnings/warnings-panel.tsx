import { Plural, Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Bell, BellRing } from 'lucide-react';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import type { Balance } from '../balance/balance.query.ts';
import { useBalance } from '../spend/use-overview.ts';
import { isReached, type Warning, warningsOf } from './warning-distance.ts';

/** When Rappen warns, and how far it is to that. */
export function WarningsPanel(): ReactElement {
  const { may } = useActing();
  const { data, error, refetch } = useBalance();
  return (
    <Panel
      title={<Trans>Warnings</Trans>}
      actions={
        may('resource.billing.settings') && (
          <Link to="/billing/settings" className={buttonClass('secondary', true)}>
            <Trans>Change the warnings</Trans>
          </Link>
        )
      }
    >
      {data ? (
        <>
          <WarningList balance={data} />
          {may('resource.billing.settings') && (
            <Link
              to="/billing/settings/warnings"
              className="mt-3 inline-block font-medium text-accent underline-offset-4 hover:underline"
            >
              <Trans>Warnings so far</Trans>
            </Link>
          )}
        </>
      ) : error ? (
        <ProblemBlock error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </Panel>
  );
}

function WarningList({ balance }: { readonly balance: Balance }): ReactElement {
  const warnings = warningsOf(balance);
  const { account } = balance.spendable;
  if (account !== null && account.availableChf === null)
    return (
      <p className="text-muted">
        <Trans>None: this account has no limit that it could come near to.</Trans>
      </p>
    );
  if (warnings.length === 0)
    return (
      <p className="text-muted">
        <Trans>No warning is set. Calls are refused without one as soon as nothing is left.</Trans>
      </p>
    );
  return (
    <ul className="flex flex-col gap-3">
      {warnings.map((warning) => (
        <WarningLine key={warning.kind} warning={warning} />
      ))}
    </ul>
  );
}

function WarningLine({ warning }: { readonly warning: Warning }): ReactElement {
  const reached = isReached(warning);
  const Sign = reached ? BellRing : Bell;
  return (
    <li className="flex gap-3">
      <Sign aria-hidden className={`mt-0.5 size-4 shrink-0 ${reached ? 'text-warn' : 'text-muted'}`} />
      <div>
        <p>
          <Threshold warning={warning} />
        </p>
        <p className={reached ? 'font-medium text-warn' : 'text-muted'}>
          <Distance warning={warning} />
        </p>
      </div>
    </li>
  );
}

function Threshold({ warning }: { readonly warning: Warning }): ReactElement {
  if (warning.kind === 'days')
    return (
      <Plural
        value={warning.below}
        one="When it lasts less than # day"
        other="When it lasts less than # days"
      />
    );
  const amount = moneyText(warning.below);
  return warning.kind === 'amount' ? (
    <Trans>When less than {amount} is left</Trans>
  ) : (
    <Trans>When less than {amount} is left, a share of the newest top-up</Trans>
  );
}

function Distance({ warning }: { readonly warning: Warning }): ReactElement {
  if (warning.kind === 'days') {
    const { distance } = warning;
    if (distance === undefined) return <Trans>How long it lasts is not known.</Trans>;
    if (distance < 0)
      return <Plural value={-distance} one="Reached: # day below" other="Reached: # days below" />;
    return <Plural value={distance} one="# day above it now" other="# days above it now" />;
  }
  const amount = moneyText(warning.distance < 0n ? -warning.distance : warning.distance);
  return warning.distance < 0n ? (
    <Trans>Reached: {amount} below</Trans>
  ) : (
    <Trans>{amount} above it now</Trans>
  );
}
