import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert, Wallet } from 'lucide-react';
import { Fragment, type ReactElement } from 'react';
import { balanceQuery } from '#web/features/balance/balance.query.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { Money } from '#web/ui/money.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { BalanceWordText } from './balance-word-text.tsx';
import { balanceWords } from './balance-words.ts';

/** What can be spent now and how long it lasts: on every page, and the way to the overview. */
export function BalancePill(): ReactElement | null {
  const { mandate, may } = useActing();
  const { t } = useLingui();
  const { data, isError } = useQuery({ ...balanceQuery(mandate.id), enabled: may(OWN) });
  if (!may(OWN)) return null;
  if (!data)
    return isError ? (
      <PillFrame tone="neutral">
        <Money chf={undefined} none={t`The balance could not be read`} />
      </PillFrame>
    ) : (
      <OwnLine>
        <Skeleton className="h-9 w-52 rounded-full" />
      </OwnLine>
    );
  const { tone, words } = balanceWords(data, mandate.status);
  const { amountChf } = data.spendable;
  return (
    <PillFrame tone={tone}>
      {amountChf === null ? (
        <span className="whitespace-nowrap font-semibold">
          <Trans>No limit</Trans>
        </span>
      ) : (
        <Money chf={amountChf} rounding="down" className="font-semibold" />
      )}
      {words.map((word) => (
        <Fragment key={word}>
          <span>·</span>
          <span className="whitespace-nowrap">
            <BalanceWordText word={word} />
          </span>
        </Fragment>
      ))}
    </PillFrame>
  );
}

const OWN = 'resource.billing.own';

const TONES = {
  neutral: 'border-line bg-surface text-ink hover:border-line-strong',
  warn: 'border-warn bg-warn-soft text-warn',
  bad: 'border-bad bg-bad-soft text-bad',
} as const;

function PillFrame({
  tone,
  children,
}: {
  readonly tone: keyof typeof TONES;
  readonly children: React.ReactNode;
}): ReactElement {
  const Icon = tone === 'neutral' ? Wallet : TriangleAlert;
  return (
    <OwnLine>
      <Link
        to="/billing"
        className={`inline-flex min-h-9 max-w-full flex-wrap items-center gap-x-1.5 rounded-full border px-3 py-1 text-sm transition-colors ${TONES[tone]}`}
      >
        <Icon aria-hidden className={`size-4 shrink-0 ${tone === 'neutral' ? 'text-muted' : ''}`} />
        <span className="sr-only">
          <Trans>Spendable now:</Trans>
        </span>
        {children}
      </Link>
    </OwnLine>
  );
}

/** On a narrow screen below the mandate, however short it is: what comes later does not move the page. */
function OwnLine({ children }: { readonly children: React.ReactNode }): ReactElement {
  return <div className="flex w-full min-w-0 sm:w-auto">{children}</div>;
}
