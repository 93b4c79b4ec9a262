import { insertExchangeRate, readPriceBook } from '#aicore/prices/price.store.ts';
import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { decimal, formatDecimal, multiplyDecimals, roundDecimal } from '#kernel/decimal.ts';
import { zurichInstant } from '#kernel/zurich-time.ts';
import { foundingDay } from './funding-periods.ts';
import { daysOf, monthOf, type SampleSpan } from './sample-days.ts';

/** How the franc stood in earlier months, against today. */
const BEFORE = ['1.0125', '0.9940', '1.0065', '0.9985'].map(decimal);

/** Exchange rates for the time before the first one: one for each month. Prices begin long before. */
export async function addEarlierRates(db: Db, span: SampleSpan): Promise<void> {
  const book = await readPriceBook(db);
  const { chfPerUsd } = must(book.rateAt(new Date()), "today's exchange rate");
  const months = [...new Set(daysOf(span).map(monthOf))];
  for (const [index, month] of months.entries()) {
    const validFrom = zurichInstant(index === 0 ? foundingDay(span) : `${month}-01`, 0);
    if (book.rateAt(validFrom)) continue;
    const exact = multiplyDecimals(chfPerUsd, must(BEFORE[index % BEFORE.length], 'the rate'));
    const rounded = { coefficient: roundDecimal(exact, 4, 'half_up'), scale: 4 };
    await insertExchangeRate(db, { validFrom, chfPerUsd: formatDecimal(rounded), source: 'sample data' });
  }
}
