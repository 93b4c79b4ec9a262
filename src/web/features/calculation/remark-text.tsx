import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';

/** What the gateway notes about a charge (src/gateway/price-usage.ts), in words; other remarks are shown as they are. */
const REMARK_TEXTS: Readonly<Record<string, MessageDescriptor>> = {
  no_usage: msg`The provider did not say what was used.`,
  absurd: msg`The provider stated a usage that cannot be.`,
  capped_at_hold: msg`The charge was capped at what was held.`,
  cost_missing: msg`The provider did not state a cost.`,
  cost_differs: msg`The cost that the provider stated differs from the price list.`,
  model_not_priced: msg`The model that answered has no price; that of the model asked for was taken.`,
  tier_not_priced: msg`The service tier has no price of its own.`,
  meter_not_priced: msg`Something that was used has no listed price.`,
};

export function RemarkText({ remark }: { readonly remark: string }): ReactElement {
  const { t } = useLingui();
  const codes = remark.split(', ');
  if (!codes.every((code) => code in REMARK_TEXTS)) return <>{remark}</>;
  return (
    <>
      {codes.map((code) => {
        const text = REMARK_TEXTS[code];
        return (
          <span key={code} className="block">
            {text && t(text)}
          </span>
        );
      })}
    </>
  );
}
