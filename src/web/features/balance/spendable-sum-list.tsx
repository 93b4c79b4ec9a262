import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import type { NanoChf } from '#kernel/money.ts';
import { amountText, moneyText } from '#kernel/money-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Money } from '#web/ui/money.tsx';
import type { Balance } from './balance.query.ts';
import type { LimitSum, SpendableSum } from './spendable-sum.ts';

/** Line by line, in CHF, with all decimals that there are: what is written adds up. */
export function SpendableSumList({
  sum,
  total,
}: {
  readonly sum: SpendableSum;
  readonly total: Balance['total'];
}): ReactElement {
  const { account, limits, spendable, decimals } = sum;
  return (
    <div className="flex flex-col gap-4 text-sm">
      {account && <AccountLines sum={sum} />}
      {limits.map((limit) => (
        <LimitLines key={limit.id} limit={limit} decimals={decimals} />
      ))}
      {limits.length === 0 && (
        <p className="text-muted">
          <Trans>No monthly limit applies to you.</Trans>
        </p>
      )}
      <p className="border-line border-t pt-3 font-medium">
        {spendable === undefined ? (
          <Trans>Nothing of this has an end, so there is no limit to what you can spend.</Trans>
        ) : limits.length > 0 ? (
          <Trans>The smallest of these can be spent: {moneyText(spendable, { decimals })}</Trans>
        ) : (
          <Trans>This can be spent: {moneyText(spendable, { decimals })}</Trans>
        )}
      </p>
      {total && total.accounts > 1 && <AllAccounts total={total} />}
    </div>
  );
}

function AccountLines({ sum }: { readonly sum: SpendableSum }): ReactElement | null {
  const { t } = useLingui();
  const { account, decimals } = sum;
  if (!account) return null;
  const { floor } = account;
  return (
    <SumTable caption={t`The account, in CHF`}>
      <SumRow text={t`Balance`} amount={account.balance} decimals={decimals} />
      <SumRow text={t`Held for calls that run`} amount={account.held} decimals={decimals} sign={MINUS} />
      {floor === undefined ? (
        <SumRow
          text={t`Floor`}
          none={t`There is none: the account may go below any amount`}
          decimals={decimals}
        />
      ) : floor < 0n ? (
        <SumRow text={t`Credit limit (floor below zero)`} amount={-floor} decimals={decimals} sign="+" />
      ) : (
        <SumRow text={t`Floor that is kept`} amount={floor} decimals={decimals} sign={MINUS} />
      )}
      <SumRow
        text={t`Left in the account`}
        amount={account.available}
        none={t`Without end`}
        decimals={decimals}
        isResult
        binds={account.binds}
      />
    </SumTable>
  );
}

const MINUS = '\u2212';

function LimitLines({
  limit,
  decimals,
}: {
  readonly limit: LimitSum;
  readonly decimals: number;
}): ReactElement {
  const { t } = useLingui();
  const caption =
    limit.source === 'user_limit' ? t`Your monthly limit, in CHF` : t`Monthly limit of the key, in CHF`;
  return (
    <SumTable caption={caption}>
      <SumRow text={t`Limit per month`} amount={limit.monthly} decimals={decimals} />
      <SumRow text={t`Used this month`} amount={limit.used} decimals={decimals} sign={MINUS} />
      <SumRow text={t`Held for calls that run`} amount={limit.held} decimals={decimals} sign={MINUS} />
      <SumRow
        text={t`Left this month`}
        amount={limit.left}
        decimals={decimals}
        isResult
        binds={limit.binds}
      />
    </SumTable>
  );
}

function SumTable({
  caption,
  children,
}: {
  readonly caption: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <table className="w-full">
      <caption className="pb-1 text-left text-muted">{caption}</caption>
      <tbody>{children}</tbody>
    </table>
  );
}

function SumRow(props: {
  readonly text: string;
  readonly amount?: NanoChf | undefined;
  readonly none?: string;
  readonly decimals: number;
  /** What happens to it in the sum. */
  readonly sign?: string;
  readonly isResult?: boolean;
  readonly binds?: boolean;
}): ReactElement {
  const { amount, decimals } = props;
  return (
    <tr className={props.isResult ? 'border-line-strong border-t font-medium' : ''}>
      <th scope="row" className={`py-0.5 pr-3 text-left ${props.isResult ? 'font-medium' : 'font-normal'}`}>
        {props.text}{' '}
        {props.binds && (
          <Badge tone="accent">
            <Trans>binds</Trans>
          </Badge>
        )}
      </th>
      <td className="figures whitespace-nowrap py-0.5 text-right">
        {amount === undefined ? (
          <Money chf={undefined} none={props.none ?? ''} />
        ) : (
          <>
            {props.sign !== undefined && <span className="pr-1 text-muted">{props.sign}</span>}
            {amountText(amount, { decimals })}
          </>
        )}
      </td>
    </tr>
  );
}

function AllAccounts({ total }: { readonly total: NonNullable<Balance['total']> }): ReactElement {
  const { accounts } = total;
  return (
    <p className="text-muted">
      <Trans>
        All {accounts} accounts of the mandate together: balance <Money chf={total.balanceChf} />, held{' '}
        <Money chf={total.heldChf} />, left <Money chf={total.availableChf} none="" />.
      </Trans>
    </p>
  );
}
