import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { moneyText } from '#kernel/money-text.ts';
import { countText } from '#kernel/share-text.ts';
import { problemText } from '#web/lib/api/problem-text.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { Badge } from '#web/ui/badge.tsx';
import { Button } from '#web/ui/button.tsx';
import { Money } from '#web/ui/money.tsx';
import type { Estimate } from '../model/chat-types.ts';
import { failureText } from '../model/failure-words.ts';
import type { ModelEntry } from '../model/model-entries.ts';
import { sumChf } from '../model/money-sum.ts';
import type { EstimateState } from './use-estimate.ts';

/** The first state of the one number: what the message would cost, and what would become of it. */
export function EstimateLine({
  id,
  state,
  chosen,
}: {
  readonly id: string;
  readonly state: EstimateState;
  readonly chosen: readonly ModelEntry[];
}): ReactElement {
  const { t } = useLingui();
  const { estimates, error } = state;
  if (error)
    return (
      <p id={id} className="flex flex-wrap items-center gap-2 text-muted text-sm">
        <Badge tone="warn">
          <Trans>No estimate</Trans>
        </Badge>
        {problemText(error, t)}
        <Button small look="quiet" onPress={state.retry}>
          <Trans>Try again</Trans>
        </Button>
      </p>
    );
  return (
    <div id={id} className="flex min-w-0 flex-col gap-1 text-muted text-sm">
      {estimates === undefined ? (
        <Typical chosen={chosen} />
      ) : (
        <p className={state.isOld ? 'opacity-60' : ''}>
          <Badge tone="accent">
            <Trans>Estimate</Trans>
          </Badge>{' '}
          <EstimateSum estimates={estimates} />
        </p>
      )}
      <div role="status" className="empty:hidden">
        {(estimates ?? []).map((estimate) => (
          <OutcomeText key={`${estimate.model.provider}/${estimate.model.model}`} estimate={estimate} />
        ))}
      </div>
    </div>
  );
}

function EstimateSum({ estimates }: { readonly estimates: readonly Estimate[] }): ReactElement {
  const payable = estimates.filter(({ outcome }) => outcome !== 'refused');
  const expected = sumChf(payable.map(({ expectedChf }) => expectedChf));
  const most = sumChf(payable.map(({ mostChf }) => mostChf));
  if (payable.length === 0) return <Trans>would be refused</Trans>;
  if (expected === undefined || most === undefined) return <Trans>not known for this model</Trans>;
  return (
    <Trans>
      about <Money chf={expected} className="text-ink" />, at most <Money chf={most} className="text-ink" />
    </Trans>
  );
}

function Typical({ chosen }: { readonly chosen: readonly ModelEntry[] }): ReactElement {
  const typical = chosen.flatMap((entry) => entry.typical ?? []);
  const sum = sumChf(typical.map(({ chf }) => chf));
  if (typical.length === 0 || sum === undefined) return <p>&nbsp;</p>;
  return (
    <p>
      <Trans>
        A typical message costs about <Money chf={sum} />.
      </Trans>
    </p>
  );
}

/** Lowered or refused, and why. That nothing pays for it is said by a block of its own. */
function OutcomeText({ estimate }: { readonly estimate: Estimate }): ReactElement | null {
  const { t } = useLingui();
  const { model, outcome, outputTokens, failure, mostChf } = estimate;
  if (outcome === 'lowered') {
    const tokens = countText(outputTokens ?? 0);
    const most = mostChf === null ? '' : moneyText(nanoOf(mostChf));
    return (
      <p className="text-warn">
        <Trans>
          {model.model}: the answer will be at most {tokens} tokens long, because what is available pays for
          no more ({most}).
        </Trans>
      </p>
    );
  }
  if (outcome !== 'refused' || !failure || failure.code === 'insufficient_balance') return null;
  return (
    <p className="text-bad">
      {model.model}: {failureText(failure, t)}
    </p>
  );
}
