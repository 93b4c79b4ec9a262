import { Trans } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { formatChf, parseChf } from '#kernel/money.ts';
import { Money } from '#web/ui/money.tsx';

export interface Balances {
  readonly opening: { readonly amountChf: string };
  readonly movements: readonly { readonly amountChf: string }[];
  readonly closing: { readonly amountChf: string };
}

/** Opening + movements = closing, in whole Rappen as on the statement. */
export function BalanceEquation({ balances }: { readonly balances: Balances }): ReactElement {
  const { opening, movements, closing } = balances;
  const moved = movements.reduce((sum, { amountChf }) => sum + (parseChf(amountChf) ?? 0n), 0n);
  return (
    <dl className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <Part label={<Trans>Opening balance</Trans>} chf={opening.amountChf} />
      <Part label={<Trans>Movements</Trans>} sign="+" chf={formatChf(moved)} />
      <Part label={<Trans>Closing balance</Trans>} sign="=" chf={closing.amountChf} isResult />
    </dl>
  );
}

/** The sign is for the eye: a list of names and values says as much. */
function Part(props: {
  readonly label: ReactElement;
  readonly sign?: string;
  readonly chf: string;
  readonly isResult?: boolean;
}): ReactElement {
  return (
    <div className="sm:min-w-30">
      <dt className="text-muted text-sm">{props.label}</dt>
      <dd className={props.isResult ? 'font-semibold' : ''}>
        {props.sign !== undefined && (
          <span aria-hidden className="mr-2 font-normal text-muted">
            {props.sign}
          </span>
        )}
        <Money chf={props.chf} decimals={2} />
      </dd>
    </div>
  );
}
