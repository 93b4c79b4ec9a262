import { useLingui } from '@lingui/react/macro';
import type { WarningLine } from '../price-effect/warning-list.tsx';
import { meterText } from './meter-words.ts';
import type { PriceChange } from './price.query.ts';

/** The server's warnings about a new price, in words. */
export function useWarningText(): (warning: PriceChange['warnings'][number]) => WarningLine {
  const { t } = useLingui();
  return ({ kind, meter, tier = '' }) => {
    const what = meter === undefined ? '' : meterText(meter, t);
    const id = `${kind} ${meter ?? tier}`;
    switch (kind) {
      case 'zero_price':
        return { id, text: t`${what} cost nothing.` };
      case 'tenfold':
        return { id, text: t`${what} cost ten times what they did, or more; or a tenth, or less.` };
      case 'meter_dropped':
        return { id, text: t`${what} had a price of their own; now they take the dearest of their kind.` };
      case 'tier_dropped':
        return { id, text: t`The tier ${tier} is gone.` };
      case 'long_prompt_dropped':
        return { id, text: t`The prices for long prompts are gone.` };
      case 'model_not_in_catalogue':
        return { id, text: t`No model of this name is known here, so nobody can call it.` };
    }
  };
}
