import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Money } from '#web/ui/money.tsx';
import type { MandateFigures } from './mandate-overview.query.ts';

/** What is left of what customers paid, in francs and percent of it. */
export function MarginText({ month }: { readonly month: MandateFigures['thisMonth'] }): ReactElement {
  const { t } = useLingui();
  if (month.calls === 0) return <Money chf={undefined} none={t`no calls`} />;
  const percent = month.marginPercent === undefined ? undefined : shortPercent(month.marginPercent);
  return (
    <span className="whitespace-nowrap">
      <Money chf={month.marginChf} className={month.marginChf.startsWith('-') ? 'text-bad' : ''} />
      {percent !== undefined && (
        <span className="figures font-normal text-muted text-sm">
          {' '}
          <Trans>{percent} %</Trans>
        </span>
      )}
    </span>
  );
}

/** `33.3` of `33.3333`. */
function shortPercent(text: string): string {
  const [whole = '', fraction = ''] = text.replace('-', '\u2212').split('.');
  return fraction === '' ? whole : `${whole}.${fraction.slice(0, 1)}`;
}
