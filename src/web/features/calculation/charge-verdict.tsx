import { Trans } from '@lingui/react/macro';
import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { Money } from '#web/ui/money.tsx';
import type { Calculation } from './explanation.query.ts';

/** Whether what was booked is what the calculation gives. */
export function ChargeVerdict({
  calculation: { verdict, bookedChf },
}: {
  readonly calculation: Calculation;
}): ReactElement {
  const booked = <Money chf={bookedChf} decimals={9} />;
  switch (verdict) {
    case 'equal':
      return (
        <p className="flex gap-2 rounded-lg bg-good-soft px-3 py-2 text-good text-sm">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            <Trans>Exactly this was booked: {booked}.</Trans>
          </span>
        </p>
      );
    case 'capped_at_hold':
      return (
        <p className="flex gap-2 rounded-lg bg-accent-soft px-3 py-2 text-accent-strong text-sm">
          <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            <Trans>
              Less was booked: {booked}. The usage is an estimate, and an estimate is never charged above what
              was held.
            </Trans>
          </span>
        </p>
      );
    case 'differs':
      return (
        <p className="flex gap-2 rounded-lg bg-bad-soft px-3 py-2 text-bad text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            <Trans>Something else was booked: {booked}. This must not be; please tell the operator.</Trans>
          </span>
        </p>
      );
  }
}
