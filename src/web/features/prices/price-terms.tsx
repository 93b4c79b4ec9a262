import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import { countText } from '#kernel/share-text.ts';
import { metersInOrder } from './meter.ts';
import { meterText } from './meter-words.ts';
import type { PriceVersion } from './price.query.ts';
import { usdText } from './usd-text.ts';

type Terms = Pick<PriceVersion, 'perMillion' | 'longPrompt' | 'tiers'>;

/** All of a price: its meters, those of a long prompt, and its tiers. */
export function PriceTerms({ price }: { readonly price: Terms }): ReactElement {
  const { longPrompt, tiers } = price;
  const above = longPrompt ? countText(longPrompt.abovePromptTokens) : '';
  return (
    <div className="flex flex-col gap-3">
      <MeterList title={<Trans>USD per million</Trans>} perMillion={price.perMillion} />
      {longPrompt && (
        <MeterList
          title={<Trans>The whole request, above {above} prompt tokens</Trans>}
          perMillion={longPrompt.perMillion}
        />
      )}
      {Object.entries(tiers).map(([tier, { factor, perMillion }]) =>
        perMillion ? (
          <MeterList key={tier} title={<Trans>Tier {tier}</Trans>} perMillion={perMillion} />
        ) : (
          <p key={tier} className="text-sm">
            <Trans>
              Tier {tier}: <span className="figures font-medium">× {factor}</span>, without fees per call
            </Trans>
          </p>
        ),
      )}
    </div>
  );
}

function MeterList({
  title,
  perMillion,
}: {
  readonly title: ReactNode;
  readonly perMillion: Readonly<Record<string, string>>;
}): ReactElement {
  const { t } = useLingui();
  return (
    <div>
      <p className="text-muted text-sm">{title}</p>
      <dl className="divide-y divide-line">
        {metersInOrder(perMillion).map(([meter, usd]) => (
          <div key={meter} className="flex justify-between gap-4 py-0.5">
            <dt>{meterText(meter, t)}</dt>
            <dd className="figures">{usdText(usd)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
