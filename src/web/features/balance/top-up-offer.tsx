import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { parseChf } from '#kernel/money.ts';
import { moneyText } from '#kernel/money-text.ts';
import { useActing } from '#web/features/me/use-acting.ts';
import { dayText, timeText } from '#web/lib/time-text.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { useOverviewSearch } from '../spend/use-overview.ts';
import type { Balance } from './balance.query.ts';
import { ownPace } from './own-pace.ts';

/** The way to more money: the operator books it himself, everybody else asks whoever can. */
export function TopUpOffer({ balance }: { readonly balance: Balance }): ReactElement | null {
  const { mandate, may } = useActing();
  const [search, change] = useOverviewSearch();
  if (balance.spendable.amountChf === null || mandate.status === 'closed') return null;
  if (may('resource.billing.credit'))
    return (
      <p>
        <Link
          to="/admin/mandates/$mandateId"
          params={{ mandateId: mandate.id }}
          search={{ dialog: 'top-up' }}
          className={buttonClass('primary')}
        >
          <Plus aria-hidden className="size-4" />
          <Trans>Top up</Trans>
        </Link>
      </p>
    );
  return (
    <div>
      <Button look="primary" onPress={() => change({ ask: 'open' })}>
        {may('resource.identity.users') ? (
          <Trans>Ask the operator for a top-up</Trans>
        ) : (
          <Trans>Ask your administrator</Trans>
        )}
      </Button>
      <DialogFrame
        title={<Trans>Ask for a top-up</Trans>}
        isOpen={search.ask === 'open'}
        onClose={() => change({ ask: undefined })}
      >
        <Request balance={balance} />
      </DialogFrame>
    </div>
  );
}

/** A text to send on, with the numbers that whoever gets it will ask for. */
function Request({ balance }: { readonly balance: Balance }): ReactElement {
  const { t } = useLingui();
  const { may } = useActing();
  const text = useRequestText(balance);
  return (
    <div className="flex flex-col gap-4">
      <p>
        {may('resource.identity.users') ? (
          <Trans>
            Only the operator of this Rappen books top-ups. Send this text to whoever runs it for you.
          </Trans>
        ) : (
          <Trans>
            An administrator of the mandate can arrange a top-up or raise a limit. Send this text to yours.
          </Trans>
        )}
      </p>
      <p className="whitespace-pre-line rounded-xl border border-line bg-sunken p-4">{text}</p>
      <div className="flex justify-end">
        <CopyButton text={text} label={t`Copy the text`} small={false}>
          <Trans>Copy the text</Trans>
        </CopyButton>
      </div>
    </div>
  );
}

function useRequestText(balance: Balance): string {
  const { t } = useLingui();
  const { mandate } = useActing();
  const { name } = mandate;
  const { spendable } = balance;
  const amount = moneyText(parseChf(spendable.amountChf ?? '') ?? 0n, { rounding: 'down' });
  const at = timeText(balance.asOf);
  const runsOutOn = ownPace(balance)?.runsOutOn;
  const until = runsOutOn ? dayText(runsOutOn) : undefined;
  const lines = [
    spendable.boundBy === 'user_limit'
      ? t`Please raise my monthly limit for AI calls in ${name}.`
      : t`Please top up the AI budget of ${name}.`,
    t`Spendable on ${at} (Europe/Zurich): ${amount}.`,
    ...(until === undefined ? [] : [t`At the present pace it lasts until about ${until}.`]),
    location.origin,
  ];
  return lines.join('\n');
}
