import { assert, must } from '#kernel/assert.ts';
import { type NanoChf, parseChf } from '#kernel/money.ts';
import { NANO_PER_RAPPEN, sumOf } from '../statements/apportion.ts';
import type { StatementFigures } from '../statements/statement.contract.ts';
import { CHARGE_TYPES } from '../statements/statement-rounding.ts';
import { vatIn, vatOn } from '../statements/vat.ts';
import type { CarriedAmount, InvoiceFigures, InvoiceLine, VatLine } from './invoice-figures.ts';

export interface ChargesContext {
  /** The VAT rates of the month in order, as its statement has them. */
  readonly ratesPpm: readonly number[];
  /** What credit notes of earlier invoices gave back in this month, by the index of its rate: it is settled already. Nano-CHF, positive. */
  readonly creditNotes: readonly { readonly segment: number; readonly amount: NanoChf }[];
  readonly carried: readonly CarriedAmount[];
}

/** What a month comes to. Amounts are nano-CHF in whole Rappen. */
export interface MonthCharges {
  readonly lines: readonly InvoiceLine[];
  /** What the wallet was charged; 0 or less: there is nothing to invoice. */
  readonly charged: NanoChf;
  readonly vat: InvoiceFigures['vat'];
  /** With VAT. */
  readonly total: NanoChf;
  /** The same by VAT rate, to be carried where there is nothing to invoice. */
  readonly byRate: readonly CarriedAmount[];
}

/**
 * What a postpaid mandate owes for a month: the charges of its statement, in the same Rappen, so that what is below a Rappen is carried on as
 * there; less what is carried from earlier months, without what credit notes have settled. The VAT is rounded once for each rate.
 */
export function monthCharges(statement: StatementFigures, context: ChargesContext): MonthCharges {
  const { creditNotes, carried } = context;
  const settled = sumOf(creditNotes.map(({ amount }) => amount));
  const lines = [...chargeLines(statement, settled), ...carriedLines(carried)];
  const charged = sumOf(lines.map(({ amount }) => BigInt(amount)));
  const byRate = chargesByRate(statement, context);
  assert(sumOf(byRate.map(({ amount }) => amount)) === charged, 'the rates add up to the lines');
  if (statement.vat === null) return { lines, charged, vat: null, total: charged, byRate };
  const basis = statement.vat.basis === 'in_charges' ? 'included' : 'on_top';
  const vatLines = byRate.flatMap(({ ratePpm, amount }) => vatLine(basis, ratePpm ?? 0, amount));
  const total = sumOf(vatLines.map(({ gross }) => BigInt(gross)));
  return { lines, charged, vat: { basis, lines: vatLines }, total, byRate };
}

function chargeLines({ usage, movements }: StatementFigures, settled: NanoChf): readonly InvoiceLine[] {
  const usageLines = usage.lines.map(
    ({ provider, model, calls, inputTokens, cachedTokens, outputTokens, amountChf }): InvoiceLine => ({
      kind: 'usage',
      ...{ provider, model, calls, tokens: inputTokens + cachedTokens + outputTokens },
      amount: `${nano(amountChf)}`,
    }),
  );
  const moved = (type: 'adjustment' | 'absorbed') =>
    nano(movements.find((movement) => movement.type === type)?.amountChf ?? '0');
  const others: readonly InvoiceLine[] = [
    { kind: 'adjustment', amount: `${settled - moved('adjustment')}` },
    { kind: 'absorbed', amount: `${-moved('absorbed')}` },
  ];
  return [...usageLines, ...others].filter(({ kind, amount }) => kind === 'usage' || amount !== '0');
}

function carriedLines(carried: readonly CarriedAmount[]): readonly InvoiceLine[] {
  const amount = sumOf(carried.map((one) => one.amount));
  return amount === 0n ? [] : [{ kind: 'carried', amount: `${amount}` }];
}

function chargesByRate(
  { vat, movements }: StatementFigures,
  { ratesPpm, creditNotes, carried }: ChargesContext,
): readonly CarriedAmount[] {
  const sums = new Map<number | null, NanoChf>();
  const add = (ratePpm: number | null, amount: NanoChf) =>
    sums.set(ratePpm, (sums.get(ratePpm) ?? 0n) + amount);
  const rateOf = (segment: number) =>
    vat === null ? null : must(ratesPpm[segment], 'the rate of a segment');
  for (const { segment, amount } of creditNotes) add(rateOf(segment), amount);
  // Where the issuer has begun or ceased to pay VAT meanwhile, what is carried counts at the first rate of the month.
  for (const { ratePpm, amount } of carried) add(vat === null ? null : (ratePpm ?? rateOf(0)), amount);
  if (vat === null) {
    const charges = movements.filter(({ type }) => CHARGE_TYPES.includes(type));
    add(null, -sumOf(charges.map(({ amountChf }) => nano(amountChf))));
  } else {
    for (const [segment, line] of vat.lines.entries())
      add(rateOf(segment), nano(vat.basis === 'in_charges' ? line.grossChf : line.netChf));
  }
  return [...sums].map(([ratePpm, amount]) => ({ ratePpm, amount }));
}

function vatLine(basis: 'included' | 'on_top', ratePpm: number, amount: NanoChf): readonly VatLine[] {
  if (amount === 0n) return [];
  const { net, vat, gross } = (basis === 'included' ? vatIn : vatOn)(amount / NANO_PER_RAPPEN, ratePpm);
  const text = (rappen: bigint) => `${rappen * NANO_PER_RAPPEN}`;
  return [{ ratePpm, net: text(net), vat: text(vat), gross: text(gross) }];
}

function nano(chf: string): NanoChf {
  return must(parseChf(chf), 'an amount of a statement');
}
