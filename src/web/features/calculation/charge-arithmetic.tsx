import { Trans } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { parseChf } from '#kernel/money.ts';
import { exactMoneyText } from '#kernel/money-text.ts';
import { timeText } from '#web/lib/time-text.ts';
import { chargeSteps } from './charge-steps.ts';
import { ChargeVerdict } from './charge-verdict.tsx';
import type { Calculation } from './explanation.query.ts';
import { UsageTable } from './usage-table.tsx';

/** From the usage to the charge, each step with its factor and where that comes from. */
export function ChargeArithmetic({ calculation }: { readonly calculation: Calculation }): ReactElement {
  const { parts, statedCostUsd, costUsd, markupPercent, exchangeRate } = calculation;
  const steps = chargeSteps(costUsd, markupPercent, exchangeRate.chfPerUsd);
  return (
    <section aria-labelledby="calculation" className="flex flex-col gap-4">
      <h3 id="calculation" className="font-semibold">
        <Trans>Calculation</Trans>
      </h3>
      {parts.map((part) => (
        <UsageTable key={`${part.price.id} ${part.tier} ${part.model} ${part.isLongPrompt}`} part={part} />
      ))}
      <dl className="figures flex flex-col text-sm">
        {statedCostUsd !== undefined && (
          <Step sign="" name={<Trans>Stated by the provider, in place of the sum</Trans>}>
            USD {statedCostUsd}
          </Step>
        )}
        <Step sign="" name={<Trans>Cost at the provider</Trans>}>
          USD {costUsd}
        </Step>
        <Step sign="×" name={<Trans>Markup of {markupPercent} %</Trans>}>
          {steps.factor}
        </Step>
        <Step
          sign="×"
          name={<Trans>Exchange rate</Trans>}
          from={
            <Trans>
              Of {timeText(exchangeRate.validFrom)}, {exchangeRate.source}
            </Trans>
          }
        >
          {exchangeRate.chfPerUsd} CHF/USD
        </Step>
        {steps.isRounded && (
          <Step
            sign="="
            name={<Trans>Before rounding</Trans>}
            from={<Trans>Rounded once, halves up, to nine decimals of a franc</Trans>}
          >
            CHF {steps.exactChf}
          </Step>
        )}
        <Step sign="=" name={<Trans>Charge</Trans>} isResult>
          {exact(calculation.chargeChf)}
        </Step>
      </dl>
      <ChargeVerdict calculation={calculation} />
    </section>
  );
}

function Step(props: {
  readonly sign: string;
  readonly name: ReactNode;
  readonly from?: ReactNode;
  readonly isResult?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div
      className={`grid grid-cols-[1rem_1fr] gap-x-2 py-1 sm:grid-cols-[1rem_1fr_auto] ${props.isResult ? 'mt-1 border-ink border-t font-semibold' : ''}`}
    >
      <span aria-hidden className="text-muted">
        {props.sign}
      </span>
      <dt>
        {props.name}
        {props.from !== undefined && <span className="block text-muted text-xs">{props.from}</span>}
      </dt>
      <dd className="col-start-2 break-all sm:col-start-3 sm:text-right">{props.children}</dd>
    </div>
  );
}

/** With every decimal: here nothing is left out. */
function exact(chf: string): string {
  const amount = parseChf(chf);
  return amount === undefined ? chf : exactMoneyText(amount);
}
