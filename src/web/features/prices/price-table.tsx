import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { dayText } from '#kernel/day-text.ts';
import { providerName } from '#kernel/provider-name.ts';
import { Badge } from '#web/ui/badge.tsx';
import { type Column, ShortTable } from '#web/ui/short-table.tsx';
import type { Meter } from './meter.ts';
import { metersInOrder } from './meter.ts';
import { meterText } from './meter-words.ts';
import type { PriceVersion } from './price.query.ts';
import { fullName } from './prices-search.ts';
import { usdText } from './usd-text.ts';

/** The meters that nearly every model has; each has a column of its own. */
const MAIN: readonly Meter[] = ['input_tokens', 'cached_input_tokens', 'output_tokens'];

/** What holds now, a line for each model, in USD per million. */
export function PriceTable({ prices }: { readonly prices: readonly PriceVersion[] }): ReactElement {
  const { t } = useLingui();
  const meterColumn = (meter: Meter, title: ReactNode): Column<PriceVersion> => ({
    id: meter,
    title,
    align: 'end',
    cell: ({ perMillion }) => <Usd amount={perMillion[meter]} />,
  });
  const columns: readonly Column<PriceVersion>[] = [
    {
      id: 'model',
      title: <Trans>Model</Trans>,
      isRowTitle: true,
      className: 'min-w-40',
      cell: (price) => (
        <>
          <Link
            from="/admin/prices"
            to="/admin/prices"
            search={(old) => ({ ...old, of: fullName(price) })}
            resetScroll={false}
            className="break-words font-medium text-accent underline-offset-4 hover:underline"
          >
            <ModelText model={price.model} />
          </Link>
          <span className="block text-muted text-xs">{providerName(price.provider)}</span>
        </>
      ),
    },
    meterColumn('input_tokens', <Trans>Input</Trans>),
    meterColumn('cached_input_tokens', <Trans>Cached input</Trans>),
    meterColumn('output_tokens', <Trans>Output</Trans>),
    {
      id: 'others',
      title: <Trans>Other meters</Trans>,
      className: 'min-w-52',
      cell: (price) => <OtherMeters price={price} />,
    },
    {
      id: 'special',
      title: <Trans>Tiers and long prompts</Trans>,
      cell: (price) => <Special price={price} />,
    },
    {
      id: 'since',
      title: <Trans>Valid from (UTC)</Trans>,
      align: 'end',
      cell: ({ validFrom }) => (
        <span className="figures whitespace-nowrap">{dayText(validFrom.slice(0, 10))}</span>
      ),
    },
  ];
  return (
    <ShortTable
      label={t`Prices in USD per million`}
      columns={columns}
      rows={prices}
      rowKey={({ priceId }) => priceId}
    />
  );
}

/** A price of `*` is for whatever the provider has. */
function ModelText({ model }: { readonly model: string }): ReactElement {
  return model === '*' ? <Trans>All models</Trans> : <span>{model}</span>;
}

function Usd({ amount }: { readonly amount: string | undefined }): ReactElement {
  const { t } = useLingui();
  if (amount === undefined) return <span title={t`has no price of its own`}>–</span>;
  return <span className="figures">{usdText(amount)}</span>;
}

function OtherMeters({ price }: { readonly price: PriceVersion }): ReactElement {
  const { t } = useLingui();
  const others = metersInOrder(price.perMillion).filter(([meter]) => !MAIN.some((main) => main === meter));
  if (others.length === 0) return <>–</>;
  return (
    <ul className="text-sm">
      {others.map(([meter, usd]) => (
        <li key={meter} className="flex justify-between gap-4">
          <span className="text-muted">{meterText(meter, t)}</span>
          <span className="figures">{usdText(usd)}</span>
        </li>
      ))}
    </ul>
  );
}

function Special({ price }: { readonly price: PriceVersion }): ReactElement {
  const tiers = Object.keys(price.tiers);
  if (tiers.length === 0 && !price.longPrompt) return <>–</>;
  return (
    <span className="flex flex-wrap gap-1">
      {tiers.map((tier) => (
        <Badge key={tier}>{tier}</Badge>
      ))}
      {price.longPrompt && (
        <Badge tone="accent">
          <Trans>long prompt</Trans>
        </Badge>
      )}
    </span>
  );
}
