import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Money } from '#web/ui/money.tsx';
import { ShownHeading } from '../two-steps/shown-heading.tsx';
import type { Booked, PostingResult, Transferred } from './send-posting.ts';

type WalletAfter = Pick<Booked, 'userId' | 'balanceBeforeChf' | 'balanceAfterChf' | 'availableChf'>;

/** What would be booked: the amount, and each wallet before and after. */
export function PostingPreview({
  result,
  ownerOf,
}: {
  readonly result: PostingResult;
  readonly ownerOf: (userId: string) => string;
}): ReactElement {
  return (
    <section className="flex flex-col gap-3 rounded-xl border border-line bg-sunken p-4">
      <ShownHeading>
        <Trans>This would be booked</Trans>
      </ShownHeading>
      {'from' in result ? (
        <TransferRows transfer={result} ownerOf={ownerOf} />
      ) : (
        <BookingRows booked={result} ownerOf={ownerOf} />
      )}
      <p className="text-muted text-sm">
        <Trans>Nothing is booked yet.</Trans>
      </p>
    </section>
  );
}

function BookingRows({
  booked,
  ownerOf,
}: {
  readonly booked: Booked;
  readonly ownerOf: (userId: string) => string;
}): ReactElement {
  return (
    <dl className={ROWS}>
      <Row name={<Trans>Amount</Trans>}>
        <Money chf={booked.amountChf} className="font-semibold" />
      </Row>
      <WalletRows wallet={booked} ownerOf={ownerOf} />
      {booked.topUp && (
        <Row name={<Trans>Left to refund of the top-up</Trans>}>
          <Money chf={booked.topUp.leftChf} />
        </Row>
      )}
    </dl>
  );
}

function TransferRows({
  transfer,
  ownerOf,
}: {
  readonly transfer: Transferred;
  readonly ownerOf: (userId: string) => string;
}): ReactElement {
  return (
    <dl className={ROWS}>
      <Row name={<Trans>Amount</Trans>}>
        <Money chf={transfer.amountChf} className="font-semibold" />
      </Row>
      <WalletRows wallet={transfer.from} ownerOf={ownerOf} />
      <WalletRows wallet={transfer.to} ownerOf={ownerOf} />
    </dl>
  );
}

function WalletRows({
  wallet,
  ownerOf,
}: {
  readonly wallet: WalletAfter;
  readonly ownerOf: (userId: string) => string;
}): ReactElement {
  const { t } = useLingui();
  const { userId, balanceBeforeChf, balanceAfterChf, availableChf } = wallet;
  const owner = userId === undefined ? t`the mandate’s pool` : ownerOf(userId);
  return (
    <>
      <Row name={<Trans>Balance of {owner}</Trans>}>
        <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
          <Money chf={balanceBeforeChf} className="text-muted" />
          <ArrowRight aria-label={t`becomes`} className="size-4 text-muted" />
          <Money chf={balanceAfterChf} className="font-semibold" />
        </span>
      </Row>
      <Row name={<Trans>Spendable then</Trans>}>
        <Money chf={availableChf} none={t`has no end`} rounding="down" />
      </Row>
    </>
  );
}

const ROWS = 'grid grid-cols-1 gap-y-1.5';

function Row({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-4">
      <dt className="text-muted">{name}</dt>
      <dd className="ml-auto text-right">{children}</dd>
    </div>
  );
}
