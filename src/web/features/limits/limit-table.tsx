import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Badge } from '#web/ui/badge.tsx';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { Money } from '#web/ui/money.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import { LimitBar } from './limit-bar.tsx';
import { subjectOf } from './limit-subject.ts';
import type { Limit } from './limits.query.ts';

/** The limits of users, keys and automations, with what is used of them this month. */
export function LimitTable({
  limits,
  onLift,
}: {
  readonly limits: readonly Limit[];
  readonly onLift: (limit: Limit) => void;
}): ReactElement {
  const { t } = useLingui();
  const columns: readonly Column<Limit>[] = [
    {
      id: 'of',
      title: <Trans>Who</Trans>,
      isRowTitle: true,
      className: 'min-w-32 sm:min-w-40',
      cell: (limit) => <Subject limit={limit} />,
    },
    {
      id: 'use',
      title: <Trans>Used this month</Trans>,
      className: 'min-w-44',
      cell: (limit) => <LimitBar limit={limit} />,
    },
    amount('monthly', <Trans>Per month</Trans>, (limit) => limit.monthlyChf),
    amount('used', <Trans>Used</Trans>, (limit) => limit.usedChf),
    amount('held', <Trans>Held</Trans>, (limit) => limit.heldChf),
    amount('left', <Trans>Left</Trans>, (limit) => limit.leftChf),
    {
      id: 'actions',
      title: <span className="sr-only">{t`What can be done`}</span>,
      cell: (limit) => <Actions limit={limit} onLift={() => onLift(limit)} />,
    },
  ];
  return (
    <ShortTable label={t`Spending limits, in CHF`} columns={columns} rows={limits} rowKey={({ id }) => id} />
  );
}

function amount(id: string, title: ReactElement, chf: (limit: Limit) => string): Column<Limit> {
  return { id, title, align: 'end', cell: (limit) => <Money bare chf={chf(limit)} /> };
}

function Subject({ limit }: { readonly limit: Limit }): ReactElement {
  const { user, apiKey, automation, isInUse } = limit;
  return (
    <>
      <span className="block break-words font-medium">
        {apiKey?.name ?? automation?.name ?? user?.name ?? <Trans>a former user</Trans>}
      </span>
      <span className="wrap-anywhere block text-muted text-sm">
        {apiKey ? (
          <Trans>
            API key …{apiKey.last4} of {user?.name}
          </Trans>
        ) : automation ? (
          <Trans>Automation of {user?.name}</Trans>
        ) : (
          user?.email
        )}
      </span>
      {!isInUse && (
        <Badge>{apiKey ? <Trans>the key does not work any more</Trans> : <Trans>has left</Trans>}</Badge>
      )}
    </>
  );
}

function Actions({
  limit,
  onLift,
}: {
  readonly limit: Limit;
  readonly onLift: () => void;
}): ReactElement | null {
  const { t } = useLingui();
  const subject = subjectOf(limit);
  const name = limit.apiKey?.name ?? limit.automation?.name ?? limit.user?.name ?? '';
  if (limit.automation) return <AutomationLink id={limit.automation.id} name={name} />;
  if (!subject) return null;
  return (
    <div className="flex justify-end gap-2">
      {limit.isInUse && (
        <Link
          from="/billing/settings/limits"
          to="."
          search={(old) => ({ ...old, dialog: 'set', of: subject.id })}
          resetScroll={false}
          aria-label={t`Change the limit of ${name}`}
          className={buttonClass('secondary', true)}
        >
          <Trans>Change</Trans>
        </Link>
      )}
      <Button small look="danger" aria-label={t`Lift the limit of ${name}`} onPress={onLift}>
        <Trans>Lift</Trans>
      </Button>
    </div>
  );
}

/** Its limit is set where the rest of it is. */
function AutomationLink({ id, name }: { readonly id: string; readonly name: string }): ReactElement {
  const { t } = useLingui();
  return (
    <div className="flex justify-end">
      <Link
        to="/automations/$automationId"
        params={{ automationId: id }}
        search={{ tab: 'models' }}
        aria-label={t`Change the limit of ${name}`}
        className={buttonClass('secondary', true)}
      >
        <Trans>Change</Trans>
      </Link>
    </div>
  );
}
