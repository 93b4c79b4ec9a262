import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { failureText, LIMIT_TEXTS, noMoneyOf } from '#web/features/chat/model/failure-words.ts';
import { Badge, type Tone } from '#web/ui/badge.tsx';
import { Money } from '#web/ui/money.tsx';
import type { RunDetail } from '../model/automation-types.ts';

type Failure = NonNullable<RunDetail['failure']>;
type Attempt = RunDetail['attempts'][number];

/** Why it ended as it did. */
export function RunFailure({ failure }: { readonly failure: Failure }): ReactElement {
  return (
    <p className="flex gap-2 rounded-lg border border-line bg-sunken p-3">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />
      <FailureWords failure={failure} />
    </p>
  );
}

const TONES: Readonly<Record<Attempt['outcome'], Tone>> = {
  running: 'accent',
  succeeded: 'good',
  output_limit: 'warn',
  failed: 'bad',
  stopped: 'neutral',
};

/** The models that were asked, in their order, and what became of each. */
export function RunAttempts({ attempts }: Pick<RunDetail, 'attempts'>): ReactElement | null {
  const { t } = useLingui();
  const words: Readonly<Record<Attempt['outcome'], string>> = {
    running: t`runs`,
    succeeded: t`done`,
    output_limit: t`cut at the output limit`,
    failed: t`failed`,
    stopped: t`stopped`,
  };
  if (attempts.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 font-medium">
        <Trans>Models asked</Trans>
      </h3>
      <ol className="flex flex-col gap-2">
        {attempts.map((attempt) => (
          <li key={attempt.startedAt}>
            <span className="break-words font-medium">{attempt.model.model}</span>{' '}
            <Badge tone={TONES[attempt.outcome]}>{words[attempt.outcome]}</Badge>
            {attempt.failure && (
              <span className="block text-muted text-sm">
                <FailureWords failure={attempt.failure} />
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Each call with its booking. */
export function RunCalls({ calls }: Pick<RunDetail, 'calls'>): ReactElement | null {
  const { t } = useLingui();
  if (calls.length === 0) return null;
  const words = {
    held: t`held`,
    charged: '',
    not_charged: t`not charged`,
    unknown: t`cost unknown, not charged for now`,
  } as const;
  return (
    <section>
      <h3 className="mb-1 font-medium">
        <Trans>Calls</Trans>
      </h3>
      <ul className="flex flex-col">
        {calls.map((call) => (
          <li
            key={call.transactionId}
            className="flex flex-wrap items-baseline justify-between gap-x-4 border-line border-b py-1.5 last:border-b-0"
          >
            <span className="min-w-0 break-words">
              {providerName(call.provider)} {call.model === '*' ? '' : call.model}
            </span>
            {call.state === 'charged' || call.state === 'unknown' ? (
              <Link
                to="/billing/transactions/$transactionId"
                params={{ transactionId: call.transactionId }}
                className="text-accent underline"
              >
                {call.chargeChf === null ? words[call.state] : <Money chf={call.chargeChf} />}
              </Link>
            ) : (
              <span className="text-muted">{words[call.state]}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function FailureWords({ failure }: { readonly failure: Failure }): ReactElement {
  const { t } = useLingui();
  if (failure.code === 'permission_denied')
    return (
      <span>
        <Trans>Its owner may not have automations any more, so nothing was asked and it is paused.</Trans>
      </span>
    );
  const noMoney = noMoneyOf(failure);
  if (!noMoney) return <span>{failureText(failure, t)}</span>;
  const { source, needed = '–', available = '–' } = noMoney;
  if (source === 'automation_limit')
    return (
      <span>
        <Trans>The limit of this automation is reached: {available} is left of it.</Trans>
      </span>
    );
  const which = LIMIT_TEXTS[source];
  return (
    <span>
      <Trans>
        The money does not reach: {needed} is needed, {available} is there.
      </Trans>{' '}
      {which && t(which)}
    </span>
  );
}
