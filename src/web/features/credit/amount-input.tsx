import { useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import type { Control, FieldPath, FieldValues } from 'react-hook-form';
import { type NanoChf, parseChf } from '#kernel/money.ts';
import { moneyText } from '#kernel/money-text.ts';
import { amountOf } from '#web/lib/amount/amount-text.ts';
import { FormText } from '../two-steps/form-text.tsx';

/** An amount in CHF of a form. `sign`: `positive` is more than nothing, `any` is anything but nothing, `not-negative` may be 0. */
export function AmountInput<Values extends FieldValues>(props: {
  readonly control: Control<Values>;
  readonly name: FieldPath<Values>;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly sign: 'positive' | 'any' | 'not-negative';
  readonly refused?: string | undefined;
  readonly autoFocus?: boolean;
  /** Nano-CHF; undefined: no such bound. */
  readonly most?: NanoChf | undefined;
}): ReactElement {
  const { t } = useLingui();
  const { sign, most, ...field } = props;
  const check = (typed: string): true | string => {
    if (typed.trim() === '') return t`Enter an amount.`;
    const amount = parseChf(amountOf(typed) ?? '');
    if (amount === undefined) return t`Enter an amount such as 1'234.50.`;
    if (most !== undefined && amount > most) {
      const bound = moneyText(most, { rounding: 'down' });
      return t`Enter at most ${bound}.`;
    }
    if (sign === 'any') return amount !== 0n || t`Enter an amount that is not 0.`;
    if (sign === 'positive') return amount > 0n || t`Enter more than 0.`;
    return amount >= 0n || t`Enter 0 or more.`;
  };
  return <FormText {...field} end="CHF" inputMode="decimal" maxLength={30} rules={{ validate: check }} />;
}
