import { sql } from 'kysely';
import { readPriceBook } from '#aicore/prices/price.store.ts';
import type { Price } from '#aicore/prices/price.ts';
import type { PriceBook } from '#aicore/prices/price-book.ts';
import { listPriceVersions } from '#aicore/prices/price-version.store.ts';
import type { Db } from '#db/database.ts';

/** All that a comparison reads in Rappen's database. */
export interface ParallelTerms {
  readonly book: PriceBook;
  readonly prices: readonly Price[];
  /** Parts per million; the mandate's own if it came over, else the default. */
  markupPpm(mandate: string, provider: string): number;
}

/** More prices than there will be. */
const ALL = 1_000_000;

/** As of one instant, in a transaction that cannot write. */
export async function readParallelTerms(
  db: Db,
  platform: string,
  defaultMarkupPpm: number,
): Promise<ParallelTerms> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const everyPrice = { provider: undefined, model: undefined, onlyCurrent: false };
      const prices = await listPriceVersions(tx, everyPrice, undefined, ALL);
      const markups = await findMarkups(tx, platform);
      return {
        ...{ book: await readPriceBook(tx), prices },
        markupPpm: (mandate, provider) => {
          const own = markups.get(mandate);
          return own?.provider_markup_ppm[provider] ?? own?.markup_ppm ?? defaultMarkupPpm;
        },
      };
    });
}

/** By the external ids of mandates that came over from the platform. */
async function findMarkups(db: Db, platform: string) {
  const { rows } = await sql<{
    external_id: string;
    markup_ppm: number | null;
    provider_markup_ppm: Readonly<Record<string, number>>;
  }>`
    select m.external_id, s.markup_ppm, s.provider_markup_ppm
    from import_mandate m join billing_settings s on s.mandate_id = m.mandate
    where m.platform = ${platform}`.execute(db);
  return new Map(rows.map((row) => [row.external_id, row]));
}
