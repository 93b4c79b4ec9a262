import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { zurichDay } from '#web/lib/time-text.ts';
import { buttonClass } from '#web/ui/button.tsx';
import { Money } from '#web/ui/money.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { LimitBar } from '../limits/limit-bar.tsx';
import { limitOf } from '../limits/limit-subject.ts';
import { limitsQuery } from '../limits/limits.query.ts';
import { useActing } from '../me/use-acting.ts';
import { spendOf } from './member-month-spend.ts';
import type { Member } from './members.query.ts';
import { userSpendQuery } from './user-spend.query.ts';

/** What a user has spent this month, and what he may spend. */
export function SpendSection({ member }: { readonly member: Member }): ReactElement {
  const { t } = useLingui();
  const { mandate, may } = useActing();
  const { userId } = member;
  const month = zurichDay(new Date()).slice(0, 7);
  const maySeeAll = may('resource.billing.read');
  const maySet = may('resource.billing.settings');
  const spend = useQuery({ ...userSpendQuery(mandate.id, month), enabled: maySeeAll });
  const limits = useQuery({ ...limitsQuery(mandate.id), enabled: maySet });
  const limit = limits.data && limitOf(limits.data, { scope: 'user', id: userId });
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid gap-4 sm:grid-cols-2">
        <div>
          <dt className="text-muted text-sm">
            <Trans>Spent this month</Trans>
          </dt>
          <dd className="font-semibold text-lg">
            {spend.isLoading ? (
              <Skeleton className="h-7 w-24" />
            ) : (
              <Money chf={spend.data && spendOf(spend.data, userId)} none={t`not known`} />
            )}
          </dd>
        </div>
        <div>
          <dt className="text-muted text-sm">
            <Trans>Limit per month</Trans>
          </dt>
          <dd className="font-semibold text-lg">
            {limits.isLoading ? (
              <Skeleton className="h-7 w-24" />
            ) : (
              <Money chf={limit?.monthlyChf} none={t`no limit of their own`} />
            )}
          </dd>
          {limit && (
            <dd>
              <LimitBar limit={limit} />
            </dd>
          )}
        </div>
      </dl>
      <p className="flex flex-wrap gap-2">
        {maySet && (
          <Link
            from="/billing/settings/users/$userId"
            to="."
            search={(old) => ({ ...old, deed: 'limit' })}
            resetScroll={false}
            className={buttonClass('secondary', true)}
          >
            {limit ? <Trans>Change the limit</Trans> : <Trans>Set a limit</Trans>}
          </Link>
        )}
        {maySeeAll && (
          <Link to="/billing/transactions" search={{ user: userId }} className={buttonClass('quiet', true)}>
            <Trans>Bookings</Trans>
          </Link>
        )}
        <Link
          to="/billing/settings/api-keys"
          search={{ user: userId }}
          className={buttonClass('quiet', true)}
        >
          <Trans>API keys</Trans>
        </Link>
      </p>
    </div>
  );
}
