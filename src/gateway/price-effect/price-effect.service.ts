import type { z } from 'zod';
import type { ExchangeRate, Price } from '#aicore/prices/price.ts';
import type { PriceBook } from '#aicore/prices/price-book.ts';
import { percentOf } from '#billing/overview/mandate-overview.ts';
import type { Db } from '#db/database.ts';
import { findMandates } from '#identity/mandates/mandate.store.ts';
import type { MandateId, PriceId } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import type { effectShape } from '../price-admin/change.contract.ts';
import { lastMonth, type Month, piecesOf } from './last-month.store.ts';
import { type Effect, effectOfPrice, effectOfRate } from './price-effect.ts';
import { sumCosts, sumUsage } from './usage-sum.store.ts';

export interface EffectDeps {
  readonly db: Db;
  /** Aborted when whoever asked has left: nobody waits for the rest. */
  readonly signal: AbortSignal;
}

/**
 * What last month's calls of a model would have been charged at a new price. A month that is over does not change any more,
 * so it is read piece by piece, however many calls it has.
 */
export async function effectOnLastMonth(
  deps: EffectDeps,
  price: Omit<Price, 'id'>,
  book: PriceBook,
  priceIds: readonly PriceId[],
): Promise<z.input<typeof effectShape>> {
  const longAbove = price.longPrompt?.abovePromptTokens;
  const of = { provider: price.provider, priceIds, longAbove };
  const month = await lastMonth(deps.db);
  const sums = await overPieces(deps, month, (piece) => sumUsage(deps.db, piece, of));
  return describeEffect(deps.db, month, effectOfPrice(sums, price, book));
}

/** What last month's calls would have been charged at a new exchange rate. */
export async function rateEffectOnLastMonth(
  deps: EffectDeps,
  { chfPerUsd }: Pick<ExchangeRate, 'chfPerUsd'>,
  book: PriceBook,
): Promise<z.input<typeof effectShape>> {
  const month = await lastMonth(deps.db);
  const sums = await overPieces(deps, month, (piece) => sumCosts(deps.db, piece));
  return describeEffect(deps.db, month, effectOfRate(sums, chfPerUsd, book));
}

async function overPieces<Sum>(
  { db, signal }: EffectDeps,
  month: Month,
  sumOf: (piece: Awaited<ReturnType<typeof piecesOf>>[number]) => Promise<Sum[]>,
): Promise<Sum[]> {
  const sums: Sum[] = [];
  for (const piece of await piecesOf(db, month)) {
    signal.throwIfAborted();
    sums.push(...(await sumOf(piece)));
  }
  return sums;
}

const MOST_MANDATES = 10;

async function describeEffect(db: Db, month: Month, effect: Effect): Promise<z.input<typeof effectShape>> {
  const top = [...effect.byMandate]
    .filter(([, { calls }]) => calls > 0n)
    .toSorted(([, a], [, b]) => compare(magnitude(b.difference), magnitude(a.difference)))
    .slice(0, MOST_MANDATES);
  const names = await namesOf(
    db,
    top.map(([mandateId]) => mandateId),
  );
  return {
    month: month.name,
    ...figuresOf(effect),
    fixedCalls: Number(effect.fixedCalls),
    withinChf: formatChf(effect.within),
    mandates: top.map(([mandateId, some]) => ({
      mandateId,
      name: names.get(mandateId) ?? '',
      ...figuresOf(some),
    })),
  };
}

function figuresOf({ calls, charged, difference }: Omit<Effect, 'byMandate'>) {
  return {
    calls: Number(calls),
    chargedChf: formatChf(charged),
    wouldBeChf: formatChf(charged + difference),
    differenceChf: formatChf(difference),
    ...(charged > 0n ? { differencePercent: percentOf(difference, charged) } : {}),
  };
}

async function namesOf(db: Db, ids: readonly MandateId[]): Promise<ReadonlyMap<MandateId, string>> {
  return new Map((await findMandates(db, ids)).map(({ id, name }) => [id, name]));
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
