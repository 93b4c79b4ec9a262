import type { ReactElement } from 'react';
import { parseChf } from '#kernel/money.ts';
import { amountText, exactMoneyText, type MoneyTextOptions, moneyText } from '#kernel/money-text.ts';

/**
 * An amount of the API (`"12.340500000"`) for people; every decimal shows on hover. Null or undefined is `–`; say by `none`
 * why. `bare`: without the currency, in a column that names it.
 */
export function Money({
  chf,
  none,
  bare = false,
  className = '',
  ...options
}: MoneyTextOptions & {
  readonly chf: string | null | undefined;
  readonly none?: string;
  readonly bare?: boolean;
  readonly className?: string;
}): ReactElement {
  const amount = typeof chf === 'string' ? parseChf(chf) : undefined;
  if (amount === undefined)
    return (
      <span className={className} title={none}>
        –{none !== undefined && <span className="sr-only"> {none}</span>}
      </span>
    );
  return (
    <span className={`figures whitespace-nowrap ${className}`} title={exactMoneyText(amount)}>
      {bare ? amountText(amount, options) : moneyText(amount, options)}
    </span>
  );
}
