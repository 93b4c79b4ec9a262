import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import type { MandateFigures } from './mandate-overview.query.ts';
import { wholeDays } from './spend-shape.ts';

/** How long the money lasts, at the pace of the last week and of the last thirty days. */
export function DaysLeft({ figures }: { readonly figures: MandateFigures }): ReactElement {
  const { t } = useLingui();
  const { daysLeft7, daysLeft30, availableChf } = figures;
  if (daysLeft7 === undefined && daysLeft30 === undefined) {
    const reason = availableChf === undefined ? t`has no end` : t`nothing was spent`;
    return (
      <span title={reason}>
        –<span className="sr-only"> {reason}</span>
      </span>
    );
  }
  const pace30 = daysLeft30 === undefined ? '–' : wholeDays(daysLeft30);
  return (
    <span className="figures whitespace-nowrap">
      {daysLeft7 === undefined ? '–' : <Days value={daysLeft7} />}
      <span className="block font-normal text-muted text-xs">
        <Trans>30-day pace: {pace30}</Trans>
      </span>
    </span>
  );
}

function Days({ value }: { readonly value: string }): ReactElement {
  return <Plural value={Number(wholeDays(value))} one="# day" other="# days" />;
}
