import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { CopyButton } from '#web/ui/copy-button.tsx';
import type { Explanation } from './explanation.query.ts';

/** The ids to ask about, or to look up elsewhere. */
export function BookingIds({ explanation }: { readonly explanation: Explanation }): ReactElement {
  const { t } = useLingui();
  const { transaction, hold, calculation } = explanation;
  const prices = [...new Set(calculation?.parts.map(({ price }) => price.id))];
  const ids: readonly (readonly [string, string | undefined])[] = [
    [t`Booking`, transaction.id],
    [t`Request`, transaction.requestId],
    [t`Hold`, hold?.id],
    [t`Idempotency key`, hold?.idempotencyKey],
    ...prices.map((id) => [t`Price version`, id] as const),
    [t`Exchange rate`, calculation?.exchangeRate.id],
    [t`API key`, transaction.apiKeyId],
    [t`Account`, transaction.accountId],
  ];
  return (
    <section aria-labelledby="ids">
      <h3 id="ids" className="mb-1 font-semibold">
        <Trans>Ids</Trans>
      </h3>
      <dl className="text-sm">
        {ids.map(
          ([name, id]) =>
            id !== undefined && (
              <div key={id} className="flex items-center gap-2 border-line border-b">
                <dt className="w-28 shrink-0 text-muted">{name}</dt>
                <dd className="flex min-w-0 flex-1 items-center justify-between gap-1">
                  <code className="min-w-0 break-all text-xs">{id}</code>
                  <CopyButton text={id} label={t`Copy: ${name}`} />
                </dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
