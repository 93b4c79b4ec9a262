import { Trans } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import type { Balance } from './balance.query.ts';
import { monthScale } from './month-scale.ts';

/** The month as a bar: what is spent, the band in which it will end, and marks for the limit and for last month. */
export function MonthBand({
  month,
  limitChf,
}: {
  readonly month: Balance['month'];
  readonly limitChf: string | undefined;
}): ReactElement | null {
  const scale = monthScale(month, limitChf);
  if (!scale) return null;
  const { spent, low, high, limit, lastMonth } = scale;
  return (
    <div>
      <div aria-hidden className="relative h-7">
        <div className="absolute inset-x-0 top-2 h-3 overflow-hidden rounded-full bg-sunken">
          {low !== undefined && high !== undefined && (
            <div className="band-stripes absolute inset-y-0 left-0" style={{ width: `${high}%` }} />
          )}
          {low !== undefined && (
            <div className="absolute inset-y-0 left-0 bg-accent-soft" style={{ width: `${low}%` }} />
          )}
          <div className="absolute inset-y-0 left-0 rounded-full bg-accent" style={{ width: `${spent}%` }} />
        </div>
        {lastMonth !== undefined && <Mark at={lastMonth} className="bg-muted" />}
        {limit !== undefined && <Mark at={limit} className="bg-bad" />}
      </div>
      <ul aria-hidden className="flex flex-wrap gap-x-3 text-muted text-xs">
        <Key sign={<span className="size-2.5 rounded-full bg-accent" />}>
          <Trans>spent</Trans>
        </Key>
        {high !== undefined && (
          <Key sign={<span className="band-stripes h-2.5 w-4 rounded-sm" />}>
            <Trans>expected end</Trans>
          </Key>
        )}
        {lastMonth !== undefined && (
          <Key sign={<span className="h-3 w-0.5 bg-muted" />}>
            <Trans>last month</Trans>
          </Key>
        )}
        {limit !== undefined && (
          <Key sign={<span className="h-3 w-0.5 bg-bad" />}>
            <Trans>limit</Trans>
          </Key>
        )}
      </ul>
    </div>
  );
}

function Mark({ at, className }: { readonly at: number; readonly className: string }): ReactElement {
  return <div className={`absolute inset-y-0.5 w-0.5 ${className}`} style={{ left: `${at}%` }} />;
}

function Key({ sign, children }: { readonly sign: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <li className="inline-flex items-center gap-1.5">
      {sign}
      {children}
    </li>
  );
}
