import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Badge } from '#web/ui/badge.tsx';
import { Money } from '#web/ui/money.tsx';
import type { PaymentCount } from './bank-files.query.ts';
import { STATE_LOOKS } from './payment-words.ts';

/** How many payments became what, and the credit in francs. */
export function CountBadges({ counts }: { readonly counts: readonly PaymentCount[] }): ReactElement {
  const { i18n } = useLingui();
  if (counts.length === 0)
    return (
      <span className="text-muted">
        <Trans>No payments</Trans>
      </span>
    );
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {counts.map(({ state, count, creditedChf }) => (
        <li key={state} className="flex items-center gap-1.5 text-sm">
          <Badge tone={STATE_LOOKS[state].tone}>
            {count} {i18n._(STATE_LOOKS[state].text)}
          </Badge>
          {state === 'credited' && <Money chf={creditedChf} />}
        </li>
      ))}
    </ul>
  );
}
