import type { TransactionType } from '../transactions/transaction-type.contract.ts';
import { apportion, type Rappen, sumOf } from './apportion.ts';
import type { StatementFigures } from './statement.contract.ts';
import { rappenText } from './statement-amounts.ts';
import type { StatementFacts } from './statement-facts.ts';
import type { FiguresContext } from './statement-figures.ts';
import { CHARGE_TYPES, type RoundedSums } from './statement-rounding.ts';
import { ratePercent, type VatAmounts, vatIn, vatOn } from './vat.ts';

type VatSection = NonNullable<StatementFigures['vat']>;

/** Money in, less what went back. */
const PAID_TYPES: readonly TransactionType[] = ['top_up', 'refund', 'reversal'];

/** The VAT of a month, rounded once for each rate; null where the operator pays none, so that none may be shown (VAT Act, art. 27). */
export function vatFigures(
  facts: StatementFacts,
  rounded: RoundedSums,
  { issuer, rates }: Pick<FiguresContext, 'issuer' | 'rates'>,
): VatSection | null {
  if (issuer.vatSuffix === null) return null;
  const basis = basisOf(facts);
  const total = basis === 'on_top_ups' ? paid(rounded) : -rounded.charges;
  const exact = rates.map((_, segment) => exactOf(facts, basis, segment));
  const shares = rates.length === 0 ? [] : apportion(total, exact);
  const amounts = rates.map(({ ratePpm }, index) =>
    (basis === 'in_charges' ? vatIn : vatOn)(shares[index] ?? 0n, ratePpm),
  );
  return {
    basis,
    lines: amounts.map((line, index) => ({
      ratePercent: ratePercent(rates[index]?.ratePpm ?? 0),
      ...texts(line),
    })),
    ...texts({
      net: sumOf(amounts.map(({ net }) => net)),
      vat: sumOf(amounts.map(({ vat }) => vat)),
      gross: sumOf(amounts.map(({ gross }) => gross)),
    }),
  };
}

function basisOf({ mandate }: StatementFacts): VatSection['basis'] {
  if (mandate.vatTiming === 'on_consumption') return 'in_charges';
  // Nobody tops up a postpaid mandate: its net charges are on the invoice.
  return mandate.billingModel === 'postpaid' ? 'on_charges' : 'on_top_ups';
}

function paid({ byType }: RoundedSums): Rappen {
  return sumOf(PAID_TYPES.map((type) => byType.get(type) ?? 0n));
}

/** What the rate of a segment is due on, in nano-CHF. */
function exactOf({ sums, usage }: StatementFacts, basis: VatSection['basis'], segment: number): bigint {
  const types =
    basis === 'on_top_ups' ? PAID_TYPES : CHARGE_TYPES.filter((type) => type !== 'usage_correction');
  const own = sums.filter((sum) => sum.segment === segment && types.includes(sum.type));
  const booked = sumOf(own.map(({ amount }) => amount));
  if (basis === 'on_top_ups') return booked;
  // Charges of the statistics contain the corrections.
  const metered = usage.filter((sum) => sum.segment === segment);
  return sumOf(metered.map(({ charged }) => charged)) - booked;
}

function texts({ net, vat, gross }: VatAmounts) {
  return { netChf: rappenText(net), vatChf: rappenText(vat), grossChf: rappenText(gross) };
}
