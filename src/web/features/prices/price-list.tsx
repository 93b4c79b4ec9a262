import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useCallback } from 'react';
import { providerName } from '#kernel/provider-name.ts';
import { EmptyBlock } from '#web/ui/empty-block.tsx';
import { FindField } from '#web/ui/find-field.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { currentPricesQuery, type PriceVersion } from './price.query.ts';
import { PriceTable } from './price-table.tsx';
import type { PricesSearch } from './prices-search.ts';

const ALL = 'all';

/** Current prices, narrowed by provider and by part of the model's name. */
export function PriceList({
  search,
  onChange,
}: {
  readonly search: PricesSearch;
  readonly onChange: (change: Partial<PricesSearch>, replace?: boolean) => void;
}): ReactElement {
  const { t } = useLingui();
  const prices = useQuery(currentPricesQuery);
  const find = useCallback(
    (text: string) => onChange({ q: text === '' ? undefined : text }, true),
    [onChange],
  );
  if (prices.isPending) return <Skeleton className="h-[40rem] w-full" />;
  if (prices.data === undefined)
    return <ProblemBlock error={prices.error} retry={() => void prices.refetch()} />;
  const providers = [...new Set(prices.data.map(({ provider }) => provider))];
  const shown = prices.data.filter((price) => isMeant(price, search));
  return (
    <div className="flex flex-col gap-6">
      <div className="grid gap-4 sm:grid-cols-[minmax(0,24rem)_14rem]">
        <FindField label={t`Model`} value={search.q ?? ''} onChange={find} />
        <SelectField
          label={t`Provider`}
          choices={[
            { value: ALL, label: t`All providers` },
            ...providers.map((value) => ({ value, label: providerName(value) })),
          ]}
          value={search.provider ?? ALL}
          onChange={(value) => onChange({ provider: value === ALL ? undefined : value })}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyBlock title={<Trans>No price of such a model</Trans>}>
          <Trans>Type less of its name, or choose all providers.</Trans>
        </EmptyBlock>
      ) : (
        <div className="rounded-2xl border border-line bg-surface">
          <PriceTable prices={shown} />
        </div>
      )}
    </div>
  );
}

function isMeant({ provider, model }: PriceVersion, search: PricesSearch): boolean {
  if (search.provider !== undefined && provider !== search.provider) return false;
  return search.q === undefined || model.toLowerCase().includes(search.q.toLowerCase());
}
