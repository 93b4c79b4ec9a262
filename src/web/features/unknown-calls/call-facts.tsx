import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Money } from '#web/ui/money.tsx';
import type { UnknownCall } from './unknown-calls.query.ts';

/** Which call it is, and what it can have cost. */
export function CallFacts({ call }: { readonly call: UnknownCall }): ReactElement {
  const { mandateName, model } = call;
  const provider = providerName(call.provider);
  const time = timeText(call.startedAt, { seconds: true });
  return (
    <div className="rounded-xl border border-line bg-sunken p-4 text-sm">
      <p className="break-words">
        <Trans>
          {mandateName} called {provider} / {model} on {time}.
        </Trans>
      </p>
      <p>
        <Trans>
          It was charged nothing yet, and can have cost <Money chf={call.possibleChargeChf} /> at most.
        </Trans>
      </p>
      <p className="mt-1">
        <Link
          to="/billing/transactions/$transactionId"
          params={{ transactionId: call.transactionId }}
          search={{ mandate: call.mandateId }}
          className="text-accent underline underline-offset-4"
        >
          <Trans>Its booking</Trans>
        </Link>
      </p>
    </div>
  );
}
