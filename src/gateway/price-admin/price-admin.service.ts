import type { z } from 'zod';
import type { ModelCatalogue } from '#aicore/models/model-catalogue.ts';
import { amountsText, insertPrice, readPriceBook } from '#aicore/prices/price.store.ts';
import type { Price } from '#aicore/prices/price.ts';
import type { ListedPrice } from '#aicore/prices/price-list.ts';
import { listPriceVersions, type Version } from '#aicore/prices/price-version.store.ts';
import { warningsOf } from '#aicore/prices/price-warnings.ts';
import type { Db, Tx } from '#db/database.ts';
import { databaseTime } from '#db/database-time.ts';
import { decodePageCursor, MICROS_FORM, pageOf } from '#http/page-cursor.ts';
import { type AuditBy, type AuditFacts, recordAudit } from '#identity/audit/audit.ts';
import { once } from '#identity/idempotency/once.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { must } from '#kernel/assert.ts';
import { invalidRequest } from '#kernel/error.ts';
import { lastMonth } from '../price-effect/last-month.store.ts';
import { effectOnLastMonth } from '../price-effect/price-effect.service.ts';
import { lockPrices } from './change-lock.ts';
import { confirmTokenOf, requireConfirmed, type Shown } from './confirm-token.ts';
import type { priceAnswer, pricesAnswer, pricesQuery } from './price-admin.contract.ts';
import { describePrice } from './price-shape.ts';
import { requireFree } from './valid-from.ts';

export interface PriceAdminDeps {
  readonly db: Db;
  readonly catalogue: ModelCatalogue;
  readonly providerNames: readonly string[];
}

type PriceAnswer = z.input<typeof priceAnswer>;

/** Every version, by provider and model, the newest first. */
export async function pagePrices(
  { db }: Pick<PriceAdminDeps, 'db'>,
  { cursor, limit, provider, model, current }: z.output<typeof pricesQuery>,
): Promise<z.input<typeof pricesAnswer>> {
  const [lastProvider, lastModel, validFromMicros] =
    decodePageCursor(cursor, [/^[a-z][a-z0-9_-]{0,62}$/, /^[^\p{Cc}]{1,200}$/u, MICROS_FORM]) ?? [];
  const after =
    lastProvider !== undefined && lastModel !== undefined && validFromMicros !== undefined
      ? { provider: lastProvider, model: lastModel, validFromMicros }
      : undefined;
  const rows = await listPriceVersions(db, { provider, model, onlyCurrent: current }, after, limit + 1);
  const { page, ...next } = pageOf(rows, limit, (last) => [
    last.provider,
    last.model,
    `${last.validFrom.getTime()}000`,
  ]);
  return {
    prices: page.map((price) => ({
      ...describePrice(price),
      priceId: price.id,
      isCurrent: price.isCurrent,
      createdAt: price.createdAt.toISOString(),
    })),
    ...next,
  };
}

/** Shows what a new version does; nothing is written. Throws `invalid_request`, `conflict`. */
export async function previewPrice(
  deps: PriceAdminDeps & { readonly signal: AbortSignal },
  price: ListedPrice,
): Promise<PriceAnswer> {
  const { versions, now, shown } = await checkPrice(deps, deps.db, price);
  const book = await readPriceBook(deps.db);
  const priceIds = versions.map(({ id }) => id);
  return {
    ...describeChange(deps, price, versions),
    written: false,
    effect: await effectOnLastMonth(deps, price, book, priceIds),
    ...confirmTokenOf(shown, now),
  };
}

/** Writes a version whose preview was looked at, once. Processes use it within a second; running calls keep theirs. */
export function writePrice(
  deps: PriceAdminDeps,
  price: ListedPrice,
  {
    confirm,
    idempotencyKey,
    by,
  }: { readonly confirm: string; readonly idempotencyKey: string; readonly by: AuditBy },
): Promise<PriceAnswer> {
  const { provider, model, validFrom, source } = price;
  const content = ['price', provider, model, validFrom.toISOString(), amountsText(price)];
  return once(deps.db, { mandateId: ROOT_MANDATE_ID, idempotencyKey, content }, async (tx) => {
    await lockPrices(tx);
    const { versions, now, shown } = await checkPrice(deps, tx, price);
    requireConfirmed(confirm, shown, now);
    const priceId = must(await insertPrice(tx, price), 'the new price');
    const before = latestBefore(versions, validFrom);
    await recordAudit(tx, by, {
      action: 'price.added',
      subject: priceId,
      ...(before ? { before: { priceId: before.id, ...factsOf(before) } } : {}),
      after: factsOf(price),
      reason: source,
    });
    return { ...describeChange(deps, price, versions), written: true, priceId };
  });
}

/** What a new version has to do with those that are there. */
async function checkPrice({ providerNames }: PriceAdminDeps, db: Db | Tx, price: ListedPrice) {
  const { provider, model, validFrom } = price;
  if (!providerNames.includes(provider)) throw invalidRequest('body.provider', 'there is no such provider');
  const filter = { provider, model, onlyCurrent: false };
  const versions = await listPriceVersions(db, filter, undefined, MOST_VERSIONS);
  const now = await databaseTime(db);
  requireFree(validFrom, versions, now);
  const shown: Shown = [
    ...['price', provider, model, validFrom.toISOString(), amountsText(price), price.source],
    ...versions.map(({ id }) => id),
    (await lastMonth(db)).name,
  ];
  return { versions, now, shown };
}

/** Through JSON, which leaves out what is undefined. */
function factsOf(price: Omit<Price, 'id'> & { readonly source: string }): AuditFacts {
  return JSON.parse(JSON.stringify(describePrice(price)));
}

const MOST_VERSIONS = 10_000;

function describeChange(
  { catalogue }: PriceAdminDeps,
  price: ListedPrice,
  versions: readonly Version<Price>[],
) {
  const { provider, model, validFrom } = price;
  const warnings = warningsOf(latestBefore(versions, validFrom), price).map((warning) => ({ ...warning }));
  const isKnown = catalogue.find(provider, model) !== undefined;
  return {
    price: describePrice(price),
    warnings: [...warnings, ...(isKnown ? [] : [{ kind: 'model_not_in_catalogue' as const }])],
  };
}

/** The version that a new one follows. They come newest first. */
function latestBefore(versions: readonly Version<Price>[], validFrom: Date): Version<Price> | undefined {
  return versions.find((version) => version.validFrom.getTime() < validFrom.getTime());
}
