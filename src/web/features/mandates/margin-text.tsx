import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Money } from '#web/ui/money.tsx';
import type { MandateFigures } from './mandate-overview.query.ts';

/** What is left of what customers paid, in francs and percent of it. */
export function MarginText({
  month,
  inColumn = false,
}: {
  readonly month: MandateFigures['thisMonth'];
  /** Of a table that names the currency: the percent below. */
  readonly inColumn?: boolean;
}): ReactElement {
  const { t } = useLingui();
  if (month.calls === 0) return <Money chf={undefined} none={t`no calls`} />;
  const percent = month.marginPercent === undefined ? undefined : shortPercent(month.marginPercent);
  return (
    <span className="whitespace-nowrap">
      <Money
        chf={month.marginChf}
        bare={inColumn}
        className={month.marginChf.startsWith('-') ? 'text-bad' : ''}
      />
      {percent !== undefined && (
        <span className={`figures font-normal text-muted ${inColumn ? 'block text-xs' : 'text-sm'}`}>
          {inColumn ? '' : ' · '}
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
