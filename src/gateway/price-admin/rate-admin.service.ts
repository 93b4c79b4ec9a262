import type { z } from 'zod';
import { insertExchangeRate, readPriceBook } from '#aicore/prices/price.store.ts';
import type { ExchangeRate } from '#aicore/prices/price.ts';
import { listRateVersions, type Version } from '#aicore/prices/price-version.store.ts';
import type { Db, Tx } from '#db/database.ts';
import { databaseTime } from '#db/database-time.ts';
import { decodePageCursor, MICROS_FORM, pageOf } from '#http/page-cursor.ts';
import { type AuditBy, recordAudit } from '#identity/audit/audit.ts';
import { once } from '#identity/idempotency/once.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { must } from '#kernel/assert.ts';
import { compareDecimals, decimal, formatDecimal, multiplyDecimals } from '#kernel/decimal.ts';
import { lastMonth } from '../price-effect/last-month.store.ts';
import { rateEffectOnLastMonth } from '../price-effect/price-effect.service.ts';
import { lockPrices } from './change-lock.ts';
import { confirmTokenOf, requireConfirmed, type Shown } from './confirm-token.ts';
import type { rateAnswer, ratesAnswer, ratesQuery } from './rate-admin.contract.ts';
import { requireFree } from './valid-from.ts';

/** A rate that has no id yet. */
export type NewRate = Omit<ExchangeRate, 'id'> & { readonly source: string };

type RateAnswer = z.input<typeof rateAnswer>;

/** Every version, the newest first. */
export async function pageRates(
  db: Db,
  { cursor, limit }: z.output<typeof ratesQuery>,
): Promise<z.input<typeof ratesAnswer>> {
  const [afterMicros] = decodePageCursor(cursor, [MICROS_FORM]) ?? [];
  const rows = await listRateVersions(db, afterMicros, limit + 1);
  const { page, ...next } = pageOf(rows, limit, (last) => [`${last.validFrom.getTime()}000`]);
  return {
    rates: page.map((rate) => ({
      ...describeRate(rate),
      exchangeRateId: rate.id,
      isCurrent: rate.isCurrent,
      createdAt: rate.createdAt.toISOString(),
    })),
    ...next,
  };
}

/** Shows what a new rate does; nothing is written. Throws `invalid_request`, `conflict`. */
export async function previewRate(
  deps: { readonly db: Db; readonly signal: AbortSignal },
  rate: NewRate,
): Promise<RateAnswer> {
  const { versions, now, shown } = await checkRate(deps.db, rate);
  const book = await readPriceBook(deps.db);
  return {
    ...describeChange(rate, versions),
    written: false,
    effect: await rateEffectOnLastMonth(deps, rate, book),
    ...confirmTokenOf(shown, now),
  };
}

/** Writes a rate whose preview was looked at, once. */
export function writeRate(
  db: Db,
  rate: NewRate,
  {
    confirm,
    idempotencyKey,
    by,
  }: { readonly confirm: string; readonly idempotencyKey: string; readonly by: AuditBy },
): Promise<RateAnswer> {
  const { validFrom, source } = rate;
  const chfPerUsd = formatDecimal(rate.chfPerUsd);
  const content = ['exchange_rate', chfPerUsd, validFrom.toISOString()];
  return once(db, { mandateId: ROOT_MANDATE_ID, idempotencyKey, content }, async (tx) => {
    await lockPrices(tx);
    const { versions, now, shown } = await checkRate(tx, rate);
    requireConfirmed(confirm, shown, now);
    const exchangeRateId = must(
      await insertExchangeRate(tx, { validFrom, chfPerUsd, source }),
      'the new rate',
    );
    const before = latestBefore(versions, validFrom);
    await recordAudit(tx, by, {
      action: 'exchange_rate.added',
      subject: exchangeRateId,
      ...(before ? { before: { exchangeRateId: before.id, ...describeRate(before) } } : {}),
      after: describeRate(rate),
      reason: source,
    });
    return { ...describeChange(rate, versions), written: true, exchangeRateId };
  });
}

async function checkRate(db: Db | Tx, rate: NewRate) {
  const versions = await listRateVersions(db, undefined, MOST_VERSIONS);
  const now = await databaseTime(db);
  requireFree(rate.validFrom, versions, now);
  const shown: Shown = [
    ...['exchange_rate', formatDecimal(rate.chfPerUsd), rate.validFrom.toISOString(), rate.source],
    ...versions.map(({ id }) => id),
    (await lastMonth(db)).name,
  ];
  return { versions, now, shown };
}

const MOST_VERSIONS = 100_000;

function describeRate({ chfPerUsd, validFrom, source }: NewRate) {
  return { chfPerUsd: formatDecimal(chfPerUsd), validFrom: validFrom.toISOString(), source };
}

function describeChange(
  rate: NewRate,
  versions: readonly Version<ExchangeRate>[],
): Pick<RateAnswer, 'rate' | 'warnings'> {
  const before = latestBefore(versions, rate.validFrom);
  const isFar =
    before !== undefined &&
    (compareDecimals(rate.chfPerUsd, multiplyDecimals(before.chfPerUsd, decimal('1.1'))) >= 0 ||
      compareDecimals(rate.chfPerUsd, multiplyDecimals(before.chfPerUsd, decimal('0.9'))) <= 0);
  return { rate: describeRate(rate), warnings: isFar ? [{ kind: 'far_from_last' }] : [] };
}

function latestBefore(
  versions: readonly Version<ExchangeRate>[],
  validFrom: Date,
): Version<ExchangeRate> | undefined {
  return versions.find((version) => version.validFrom.getTime() < validFrom.getTime());
}
