import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Money } from '#web/ui/money.tsx';
import type { Balance } from './balance.query.ts';
import type { Pace } from './own-pace.ts';

/** The numbers from which the date follows, and what they leave out. */
export function PaceExplanation({
  balance,
  pace,
}: {
  readonly balance: Balance;
  readonly pace: Pace;
}): ReactElement {
  const { boundBy, account } = balance.spendable;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <PaceTable pace={pace} />
      {pace.basis !== null && (
        <p>
          {pace.basis === 'last7Days' ? (
            <Trans>
              The last 7 days were spent faster, so they count: a warning that comes early is better than one
              that comes late.
            </Trans>
          ) : (
            <Trans>
              The last 30 days were spent faster, so they count: a warning that comes early is better than one
              that comes late.
            </Trans>
          )}
        </p>
      )}
      {pace.runsOutOn !== null && account !== null && (
        <p className="text-muted">
          <Trans>
            From <Money chf={account.availableChf} rounding="down" /> the usual spending of each working day
            and each weekend day is taken off until nothing is left. Today counts with what is still usual for
            it. Public holidays count as working days.
          </Trans>
        </p>
      )}
      {(boundBy === 'user_limit' || boundBy === 'key_limit') && (
        <p className="text-muted">
          <Trans>This is about the account. Your monthly limit can bind before.</Trans>
        </p>
      )}
    </div>
  );
}

function PaceTable({ pace }: { readonly pace: Pace }): ReactElement {
  const { last7Days, last30Days } = pace;
  const { t } = useLingui();
  const rows = [
    {
      id: 'charged',
      text: t`Charged`,
      cells: [last7Days.chargedChf, last30Days.chargedChf],
      none: '',
    },
    {
      id: 'working',
      text: t`Per working day`,
      cells: [last7Days.perWorkingDayChf, last30Days.perWorkingDayChf],
      none: t`Not one whole working day yet`,
    },
    {
      id: 'off',
      text: t`Per weekend day`,
      cells: [last7Days.perDayOffChf, last30Days.perDayOffChf],
      none: t`Not one whole Saturday or Sunday yet`,
    },
  ];
  return (
    <table className="w-full">
      <caption className="sr-only">
        <Trans>What was spent on the last whole days</Trans>
      </caption>
      <thead>
        <tr className="text-muted">
          <td />
          <th scope="col" className="pb-1 pl-3 text-right font-normal">
            <Plural value={last7Days.days} one="Last day" other="Last # days" />
          </th>
          <th scope="col" className="pb-1 pl-3 text-right font-normal">
            <Plural value={last30Days.days} one="Last day" other="Last # days" />
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row" className="py-0.5 text-left font-normal">
              {row.text}
            </th>
            {row.cells.map((chf, index) => (
              <td key={index} className="py-0.5 pl-3 text-right">
                <Money chf={chf} none={row.none} bare />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
