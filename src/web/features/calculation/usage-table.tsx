import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { countText } from '#kernel/share-text.ts';
import { timeText } from '#web/lib/time-text.ts';
import { Badge } from '#web/ui/badge.tsx';
import { pricePerOne } from './charge-steps.ts';
import type { CalculationPart } from './explanation.query.ts';
import { isByMillion, METER_TEXTS } from './meter-text.ts';

/** What was used, at which price, and what that makes in dollars; by whose price list. */
export function UsageTable({ part }: { readonly part: CalculationPart }): ReactElement {
  const { t } = useLingui();
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm">
        <caption className="pb-1 text-left">
          <span className="font-medium">{part.model}</span>{' '}
          {part.tier !== undefined && <Badge>{part.tier}</Badge>}{' '}
          {part.isLongPrompt && <Badge>{t`Long prompt`}</Badge>}
        </caption>
        <thead>
          <tr className="border-line border-b text-muted text-xs">
            <th scope="col" className="py-1 pr-2 text-left font-medium">
              <Trans>Used</Trans>
            </th>
            <th scope="col" className="py-1 pl-2 text-right font-medium">
              <Trans>Price USD</Trans>
            </th>
            <th scope="col" className="py-1 pl-2 text-right font-medium">
              <Trans>Cost USD</Trans>
            </th>
          </tr>
        </thead>
        <tbody className="figures">
          {part.lines.map((line) => {
            const known = METER_TEXTS[line.meter];
            return (
              <tr key={line.meter} className="border-line border-b">
                <th scope="row" className="py-1.5 pr-2 text-left font-normal">
                  <span className="font-medium">{countText(line.quantity)}</span>{' '}
                  {known ? t(known) : line.meter}
                </th>
                <td className="whitespace-nowrap py-1.5 pl-2 text-right">
                  {isByMillion(line.meter) ? (
                    <>
                      {line.usdPerMillion}{' '}
                      <span className="text-muted text-xs max-sm:block">{t`per million`}</span>
                    </>
                  ) : (
                    <>
                      {pricePerOne(line.usdPerMillion)}{' '}
                      <span className="text-muted text-xs max-sm:block">{t`each`}</span>
                    </>
                  )}
                  {line.basis === 'assumed' && (
                    <span className="block text-warn text-xs">
                      <Trans>Not listed: the dearest of its kind</Trans>
                    </span>
                  )}
                </td>
                <td className="whitespace-nowrap py-1.5 pl-2 text-right">{line.costUsd}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="mt-1 text-muted text-xs wrap-anywhere">
        <Trans>
          Price list of {timeText(part.price.validFrom)}: {part.price.source}
        </Trans>
      </p>
    </div>
  );
}
