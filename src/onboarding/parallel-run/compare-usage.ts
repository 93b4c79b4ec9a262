import { createModelCatalogue } from '#aicore/models/model-catalogue.ts';
import { chargeOf } from '#aicore/prices/charge.ts';
import { readPriceList } from '#aicore/prices/price-list.ts';
import type { Db } from '#db/database.ts';
import { AppError } from '#kernel/error.ts';
import type { ImportMapping } from '../import/import-mapping.ts';
import type { UsageRecord } from '../import/import-record.ts';
import type { ImportSource } from '../import/import-staging.ts';
import { readingProgress, type TellProgress } from '../import/tell-progress.ts';
import { type CallPricer, createCallPricer } from './call-prices.ts';
import { commonFactors } from './common-factors.ts';
import { compareCall } from './compare-call.ts';
import { type DayLine, type DayRead, isRead, readDay, zurichDay } from './day-lines.ts';
import { type ComparedModel, MandateComparison, RefusedLines } from './mandate-comparison.ts';
import { type ParallelReport, reportComparison } from './parallel-report.ts';
import { type ParallelTerms, readParallelTerms } from './parallel-terms.store.ts';
import { type Currency, costOf, type PlatformCall, readPlatformCall } from './platform-call.ts';
import { noteDecimals, type WrittenDecimals } from './written-decimals.ts';

export interface ComparisonRequest {
  /** Shown in the report; no password in it. */
  readonly source: string;
  readonly sources: readonly ImportSource[];
  readonly mapping: Pick<ImportMapping, 'chfPerUsd' | 'platform'>;
  /** `2026-11-27`, in Zurich. */
  readonly day: string;
  readonly defaultMarkupPpm: number;
  readonly stop?: AbortSignal;
  readonly progress?: TellProgress;
}

/**
 * Prices the calls of a day as Rappen would, and compares them with what the platform says; nothing is charged or written. The
 * source is read twice, so that no call has to be kept. Throws `conflict` if it is stopped or the source changes meanwhile,
 * `invalid_request` for a source that cannot be read.
 */
export async function compareUsage(db: Db, request: ComparisonRequest): Promise<ParallelReport> {
  const { source, day, mapping, defaultMarkupPpm } = request;
  const terms = await readParallelTerms(db, mapping.platform, defaultMarkupPpm);
  const catalogue = createModelCatalogue(readPriceList().models);
  const first = await firstReading(request);
  const pricesOf = createCallPricer({ ...terms, catalogue }, mapping, day);
  const comparison = new DayComparison(terms, pricesOf, first.decimals);
  const lines = await readThrough(request, ({ lines }, read) => {
    for (const line of lines) comparison.add(line);
    request.progress?.('comparing', read, first.lines, `${read.toLocaleString('en-US')} lines`);
  });
  if (lines !== first.lines || comparison.calls !== first.calls) {
    throw new AppError('conflict', {}, 'The source changed while it was read. Nothing was compared.');
  }
  comparison.settle();
  return reportComparison({ source, day, ...first, ...comparison });
}

/** What has to be known before the first call is judged. */
async function firstReading(request: ComparisonRequest) {
  const decimals = new Map<Currency, number>();
  const names = new Map<string, string>();
  let calls = 0;
  const tell = readingProgress(request.sources.filter(isRead), request.progress);
  const lines = await readThrough(request, (read, so) => {
    for (const [id, name] of read.names) names.set(id, name);
    for (const line of read.lines) {
      if ('problem' in line) continue;
      calls++;
      noteDecimals(decimals, costOf(line.record));
    }
    tell(so, read.source);
  });
  return { decimals, names, calls, lines };
}

/** `take` gets some lines, and how many were read so far. */
async function readThrough(
  { sources, day, stop }: ComparisonRequest,
  take: (read: DayRead, lines: number) => void,
): Promise<number> {
  const stopped = () => new AppError('conflict', {}, 'The comparison was stopped.');
  let lines = 0;
  try {
    for await (const read of readDay(sources, zurichDay(day))) {
      if (stop?.aborted) throw stopped();
      lines += read.read;
      take(read, lines);
    }
    return lines;
  } catch (error) {
    // A query that is given up fails.
    throw stop?.aborted ? stopped() : error;
  }
}

class DayComparison {
  readonly mandates = new Map<string, MandateComparison>();
  /** Of which nobody can tell whose they are. */
  readonly stray = new RefusedLines();
  /** Lines that are in order by themselves. */
  calls = 0;
  readonly #terms: ParallelTerms;
  readonly #pricesOf: CallPricer;
  readonly #decimals: WrittenDecimals;

  constructor(terms: ParallelTerms, pricesOf: CallPricer, decimals: WrittenDecimals) {
    this.#terms = terms;
    this.#pricesOf = pricesOf;
    this.#decimals = decimals;
  }

  add(read: DayLine): void {
    const problem = 'problem' in read ? read.problem : this.#take(read.record);
    if (problem === undefined) return;
    const id = 'problem' in read ? read.mandate : read.record.mandate;
    const refused = id === undefined ? this.stray : this.#mandate(id).refused;
    refused.add(read.line, problem);
  }

  /** Why the line is refused, if it is. */
  #take(record: UsageRecord): string | undefined {
    this.calls++;
    const mandate = this.#mandate(record.mandate);
    const call = readPlatformCall(record);
    if ('problem' in call) return call.problem;
    if (!mandate.isNew(record.id)) return 'id: is there twice in its mandate';
    this.#compare(mandate.group(call), call);
    return undefined;
  }

  #compare(group: ComparedModel, call: PlatformCall): void {
    const prices = this.#pricesOf(call);
    if ('unpriced' in prices) {
      group.sums.addUnpriced(prices.unpriced, call.cost);
      return;
    }
    const compared = compareCall(call, prices, this.#decimals);
    if (compared.ours.remarks.includes('model_not_priced')) {
      group.sums.addUnpriced('the model that answered has no price in Rappen', call.cost);
      return;
    }
    group.pricedAs ??= prices.asked.price.model;
    const markupPpm = this.#terms.markupPpm(call.mandate, call.provider);
    const charge = chargeOf(compared.ours.costUsd, { rate: prices.rate, markupPpm }, 'half_up');
    group.sums.add(call, compared, charge);
    const difference = compared.ours.amountNanoChf - compared.platformNanoChf;
    if (compared.gap) group.differences.add(difference, compared.gap);
  }

  /** When all calls are there. */
  settle(): void {
    const groups = [...this.mandates.values()].flatMap((mandate) => [...mandate.groups.values()]);
    const factors = commonFactors(groups.map(({ differences }) => differences));
    for (const { sums, differences } of groups) sums.addCauses(differences.settle(factors));
  }

  #mandate(id: string): MandateComparison {
    const known = this.mandates.get(id);
    if (known) return known;
    const made = new MandateComparison();
    this.mandates.set(id, made);
    return made;
  }
}
