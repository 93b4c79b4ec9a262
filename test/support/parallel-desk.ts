import { afterAll } from 'vitest';
import { seedExchangeRate, seedPrices } from '#aicore/prices/price.service.ts';
import { readPriceList } from '#aicore/prices/price-list.ts';
import { openDatabase } from '#db/database.ts';
import type { ImportSource } from '#onboarding/import/import-staging.ts';
import { compareUsage } from '#onboarding/parallel-run/compare-usage.ts';
import { importRecords, recordSources } from './platform-records.ts';
import { createTestDatabase } from './test-database.ts';

type Lines = readonly Readonly<Record<string, unknown>>[];

/** A database with prices, and mandates `agrees` (10 % on OpenAI, 20 % on others) and `factor` that came over; all compare on it without being able to write. */
export async function openParallelDesk(chfPerUsd: string) {
  const database = await createTestDatabase();
  const app = database.openApp();
  await seedPrices(app.db, readPriceList().prices);
  await seedExchangeRate(app.db, chfPerUsd, new Date('2026-01-01T00:00:00Z'));
  const mandates = ['agrees', 'factor'].map((id) => ({ id, name: `${id} AG` }));
  await importRecords(app, { mandate: mandates });
  await app.pool.query(
    `update billing_settings set markup_ppm = 200000, provider_markup_ppm = '{"openai": 100000}'
     where mandate_id = (select mandate from import_mandate where external_id = 'agrees')`,
  );
  const readOnly = openDatabase(`${database.appUrl}?options=-c%20default_transaction_read_only%3Don`, {
    poolSize: 1,
    applicationName: 'rappen test',
  });
  afterAll(() => readOnly.close());
  const compareSources = (sources: readonly ImportSource[], day: string, stop?: AbortSignal) =>
    compareUsage(readOnly.db, {
      ...{ source: 'test', sources, day, mapping: { chfPerUsd: {}, platform: '' } },
      ...{ defaultMarkupPpm: 500_000, ...(stop ? { stop } : {}) },
    });
  return {
    compareSources,
    compare: (day: string, usage: Lines, mandate: Lines = []) =>
      compareSources(recordSources({ mandate, usage }), day),
  };
}
