import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { dayText } from '#kernel/day-text.ts';
import { moneyText } from '#kernel/money-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { nanoOf } from '#web/lib/nano-of.ts';
import { timeText } from '#web/lib/time-text.ts';
import { CopyButton } from '#web/ui/copy-button.tsx';
import type { Balance } from './balance.query.ts';
import { ownPace } from './own-pace.ts';

/** A text to send on, with the numbers that whoever gets it will ask for. */
export function MoneyRequest({ balance }: { readonly balance: Balance }): ReactElement {
  const { t } = useLingui();
  const { may } = useActing();
  const lines = useLines(balance);
  return (
    <div className="flex flex-col gap-4">
      <p>
        {may('resource.identity.users') ? (
          <Trans>
            Only the operator of this Rappen books top-ups and payments. Send this text to whoever runs it for
            you.
          </Trans>
        ) : (
          <Trans>
            An administrator of the mandate can arrange a top-up or raise a limit. Send this text to yours.
          </Trans>
        )}
      </p>
      <p className="whitespace-pre-line break-words rounded-xl border border-line bg-sunken p-4">
        {lines.join('\n')}
      </p>
      <div className="flex justify-end">
        <CopyButton text={lines.join('\n')} label={t`Copy the text`} small={false}>
          <Trans>Copy the text</Trans>
        </CopyButton>
      </div>
    </div>
  );
}

function useLines(balance: Balance): readonly string[] {
  const { t } = useLingui();
  const { mandate } = useActing();
  const { name } = mandate;
  const { amountChf, boundBy } = balance.spendable;
  const amount = moneyText(nanoOf(amountChf ?? '0'), { rounding: 'down' });
  const at = timeText(balance.asOf);
  const runsOutOn = ownPace(balance)?.runsOutOn;
  const until = runsOutOn ? dayText(runsOutOn) : undefined;
  const isLimit = boundBy === 'user_limit' || boundBy === 'key_limit';
  return [
    isLimit
      ? t`Please raise my monthly limit for AI calls in ${name}.`
      : boundBy === 'credit_limit'
        ? t`Please raise the credit limit for AI calls of ${name}, or book our payment.`
        : t`Please top up the AI budget of ${name}.`,
    t`Spendable on ${at} (Europe/Zurich): ${amount}.`,
    ...(until === undefined || isLimit ? [] : [t`At the present pace it lasts until about ${until}.`]),
    location.origin,
  ];
}
