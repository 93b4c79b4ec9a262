import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { balanceQuery } from '#web/features/balance/balance.query.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import type { Asked, ChatPlace, Said } from '../calls/chat-calls.ts';
import { LIMIT_TEXTS, type NoMoney } from '../model/failure-words.ts';
import { useWaysOn } from './use-ways-on.ts';

const MoneyRequestDialog = lazy(async () => ({
  default: (await import('#web/features/balance/money-request-dialog.tsx')).MoneyRequestDialog,
}));

/** Nothing pays for it: what it takes, what is there, which limit binds, and three ways on. */
export function NoMoneyBlock(props: {
  readonly noMoney: NoMoney;
  readonly place: () => Promise<ChatPlace>;
  readonly said: Said;
  readonly asked: Asked;
  /** A way was found, and chosen. */
  readonly onAsk: (asked: Asked) => void;
}): ReactElement {
  const { t } = useLingui();
  const { noMoney } = props;
  const { look, failed } = useWaysOn(props.place, props.said, props.asked, props.onAsk);
  const limit = LIMIT_TEXTS[noMoney.source] ?? LIMIT_TEXTS.balance;
  return (
    <section
      aria-label={t`What is available does not pay for this`}
      className="flex flex-col gap-3 rounded-xl border border-bad bg-bad-soft p-3 text-sm sm:p-4"
    >
      <div className="flex gap-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-bad" />
        <div>
          <p className="font-medium text-bad">
            <Trans>Not sent, not charged: what is available does not pay for this.</Trans>
          </p>
          <p className="figures">
            <Trans>
              Needed: {noMoney.needed ?? '–'} · available: {noMoney.available ?? '–'}
            </Trans>
            {' · '}
            {limit && t(limit)}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button small onPress={() => !look.isPending && look.mutate('shorter')}>
          <Trans>Shorter answer</Trans>
        </Button>
        <Button small onPress={() => !look.isPending && look.mutate('cheaper')}>
          <Trans>Cheaper model</Trans>
        </Button>
        <MoreMoney source={noMoney.source} />
      </div>
      <p role="status" className="empty:hidden">
        {look.isPending && <Trans>Looking for a way …</Trans>}
        {failed === 'shorter' && (
          <Trans>
            Even an answer of one line costs more than that. Shorten the message, or take another way.
          </Trans>
        )}
        {failed === 'cheaper' && <Trans>No cheaper model that you may use is paid for either.</Trans>}
      </p>
      {look.error && <ProblemBlock error={look.error} />}
    </section>
  );
}

/** Whoever may books it or changes the limit himself; everybody else asks. */
function MoreMoney({ source }: { readonly source: string }): ReactElement {
  const { mandate, may } = useActing();
  const [isAsking, setIsAsking] = useState(false);
  const balance = useQuery({ ...balanceQuery(mandate.id), enabled: isAsking });
  const isLimit = source === 'user_limit' || source === 'key_limit';
  if (isLimit && may('resource.billing.settings'))
    return (
      <Link to="/billing/settings/limits" className={buttonClass('secondary', true)}>
        <Trans>Change the limits</Trans>
      </Link>
    );
  if (!isLimit && may('resource.billing.credit'))
    return (
      <Link
        to="/admin/mandates/$mandateId"
        params={{ mandateId: mandate.id }}
        search={{ dialog: 'top-up' }}
        className={buttonClass('secondary', true)}
      >
        <Trans>Top up</Trans>
      </Link>
    );
  return (
    <>
      <Button small onPress={() => setIsAsking(true)}>
        {may('resource.identity.users') ? (
          <Trans>Ask the operator for more</Trans>
        ) : (
          <Trans>Ask your administrator</Trans>
        )}
      </Button>
      {isAsking && balance.error && (
        <ProblemBlock error={balance.error} retry={() => void balance.refetch()} />
      )}
      <Suspense>
        {isAsking && balance.data && (
          <MoneyRequestDialog balance={balance.data} onClose={() => setIsAsking(false)} />
        )}
      </Suspense>
    </>
  );
}
