import { formatDecimal } from '#kernel/decimal.ts';
import { formatChf } from '#kernel/money.ts';
import { ComparisonSums } from './comparison-sums.ts';
import type { ComparedModel, MandateComparison, RefusedLine, RefusedLines } from './mandate-comparison.ts';
import type { WrittenDecimals } from './written-decimals.ts';

/**
 * What a comparison found. Amounts are CHF with nine decimals and without markup but for `chargeChf`; a difference is Rappen's cost
 * less the platform's. A type, since commands print it as JSON.
 */
export type ParallelReport = {
  readonly source: string;
  readonly day: string;
  /** There were calls, all of them were compared, and none differs by more than rounding. */
  readonly agrees: boolean;
  /** With how many decimals the platform writes its amounts; null: none in this currency. */
  readonly decimals: { readonly usd: number | null; readonly chf: number | null };
  readonly totals: ReportedSums & {
    readonly mandates: number;
    readonly agreeingMandates: number;
    readonly incompleteMandates: number;
    readonly refusedLines: number;
  };
  /** Of all mandates together; here as everywhere, what differs most comes first. */
  readonly models: readonly ReportedModel[];
  readonly mandates: readonly ReportedMandate[];
  /** Lines of which nobody can tell whose they are. */
  readonly strayLines: { readonly count: number; readonly first: readonly RefusedLineOf[] };
};

export type ReportedMandate = ReportedSums & {
  /** The platform's id, and its name, if there is a line of the mandate. */
  readonly mandate: string;
  readonly name: string | null;
  /** Some of its lines are refused, so calls are missing. */
  readonly incomplete: boolean;
  readonly refusedLines: { readonly count: number; readonly first: readonly RefusedLineOf[] };
  readonly models: readonly ReportedModel[];
};

export type ReportedModel = ReportedSums & {
  readonly provider: string;
  /** As the platform names it. */
  readonly model: string;
  /** As Rappen does; null: it has no price. */
  readonly pricedAs: string | null;
};

type RefusedLineOf = { readonly [Field in keyof RefusedLine]: RefusedLine[Field] };

export type ReportedSums = {
  readonly agrees: boolean;
  /** That were compared. */
  readonly calls: number;
  readonly differingCalls: number;
  readonly platform: ReportedTokens & { readonly costChf: string; readonly costUsd: string | null };
  readonly rappen: ReportedTokens & {
    readonly costChf: string;
    readonly costUsd: string;
    readonly chargeChf: string;
    /** Of what is no plain, cached or output token. */
    readonly otherMeters: Readonly<Record<string, number>>;
  };
  readonly differenceChf: string;
  readonly parts: { readonly tokensChf: string; readonly priceChf: string; readonly roundingChf: string };
  /** What the platform does otherwise, where its amounts were found by computing so. */
  readonly causes: readonly {
    readonly cause: string;
    readonly calls: number;
    readonly differenceChf: string;
  }[];
  /** Calls without a cost in Rappen: in no other number. */
  readonly unpriced: readonly {
    readonly reason: string;
    readonly calls: number;
    readonly platformUsd: string;
    readonly platformChf: string;
  }[];
  /** Of the pricing, as bookings have them. */
  readonly remarks: readonly { readonly remark: string; readonly calls: number }[];
};

type ReportedTokens = {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
};

const NOT_EXPLAINED = 'not explained';

interface Compared {
  readonly source: string;
  readonly day: string;
  readonly decimals: WrittenDecimals;
  readonly names: ReadonlyMap<string, string>;
  readonly mandates: ReadonlyMap<string, MandateComparison>;
  readonly stray: RefusedLines;
}

export function reportComparison({
  source,
  day,
  decimals,
  names,
  mandates,
  stray,
}: Compared): ParallelReport {
  const total = new ComparisonSums();
  const models = new Map<string, ComparedModel>();
  const reported = byDistance(
    [...mandates].map(([id, comparison]) => {
      const sums = sumOf(comparison, models);
      total.merge(sums);
      return { sums, report: mandateReport(id, names.get(id), comparison, sums) };
    }),
  );
  const count = (is: (mandate: ReportedMandate) => boolean) => reported.filter(is).length;
  const refusedLines = reported.reduce((sum, { refusedLines: { count } }) => sum + count, stray.count);
  const agreeingMandates = count(({ agrees }) => agrees);
  const agrees = total.calls > 0 && agreeingMandates === reported.length && stray.count === 0;
  return {
    ...{ source, day, agrees },
    decimals: { usd: decimals.get('usd') ?? null, chf: decimals.get('chf') ?? null },
    totals: {
      ...{ mandates: reported.length, agreeingMandates, refusedLines },
      incompleteMandates: count(({ incomplete }) => incomplete),
      ...{ ...reportSums(total), agrees },
    },
    models: reportModels(models.values()),
    mandates: reported,
    strayLines: { count: stray.count, first: stray.first.map((line) => ({ ...line })) },
  };
}

function sumOf({ groups }: MandateComparison, models: Map<string, ComparedModel>): ComparisonSums {
  const sums = new ComparisonSums();
  for (const [key, group] of groups) {
    sums.merge(group.sums);
    const model = models.get(key) ?? { ...group, sums: new ComparisonSums() };
    model.pricedAs ??= group.pricedAs;
    model.sums.merge(group.sums);
    models.set(key, model);
  }
  return sums;
}

function mandateReport(
  mandate: string,
  name: string | undefined,
  { groups, refused: { count, first } }: MandateComparison,
  sums: ComparisonSums,
): ReportedMandate {
  const incomplete = count > 0;
  const reported = reportSums(sums);
  return {
    ...{ mandate, name: name ?? null, incomplete },
    ...{ ...reported, agrees: reported.agrees && !incomplete },
    refusedLines: { count, first: first.map((line) => ({ ...line })) },
    models: reportModels(groups.values()),
  };
}

function reportModels(models: Iterable<ComparedModel>): readonly ReportedModel[] {
  return byDistance(
    [...models].map(({ provider, model, pricedAs, sums }) => ({
      sums,
      report: { ...{ provider, model, pricedAs: pricedAs ?? null }, ...reportSums(sums) },
    })),
  );
}

/** The same order each time where nothing differs: by where the source begins with them. */
function byDistance<Report>(
  reports: readonly { readonly sums: ComparisonSums; readonly report: Report }[],
): readonly Report[] {
  return reports
    .toSorted(({ sums: a }, { sums: b }) => (a.apart === b.apart ? 0 : a.apart < b.apart ? 1 : -1))
    .map(({ report }) => report);
}

function reportSums(sums: ComparisonSums): ReportedSums {
  const { platform, rappen, parts, causes, unexplained, unpriced, remarks } = sums;
  const frequent = [...causes].toSorted(([, a], [, b]) => b.calls - a.calls);
  const all = unexplained.calls > 0 ? [...frequent, [NOT_EXPLAINED, unexplained] as const] : frequent;
  return {
    agrees: sums.differing === 0 && unpriced.size === 0,
    ...{ calls: sums.calls, differingCalls: sums.differing },
    platform: {
      costChf: formatChf(platform.nanoChf),
      costUsd: sums.platformUsd ? formatDecimal(sums.platformUsd) : null,
      ...reportTokens(platform),
    },
    rappen: {
      costChf: formatChf(rappen.nanoChf),
      costUsd: formatDecimal(rappen.usd),
      chargeChf: formatChf(rappen.charge),
      ...reportTokens(rappen),
      otherMeters: Object.fromEntries([...sums.otherMeters].map(([meter, count]) => [meter, Number(count)])),
    },
    differenceChf: formatChf(rappen.nanoChf - platform.nanoChf),
    parts: {
      tokensChf: formatChf(parts.tokens),
      priceChf: formatChf(parts.price),
      roundingChf: formatChf(rappen.nanoChf - platform.nanoChf - parts.tokens - parts.price),
    },
    causes: all.map(([cause, { calls, difference }]) => ({
      ...{ cause, calls },
      differenceChf: formatChf(difference),
    })),
    unpriced: [...unpriced].map(([reason, { calls, usd, nanoChf }]) => ({
      ...{ reason, calls },
      platformUsd: formatDecimal(usd),
      platformChf: formatChf(nanoChf),
    })),
    remarks: [...remarks].map(([remark, calls]) => ({ remark, calls })),
  };
}

function reportTokens({
  input,
  cached,
  output,
}: Record<'input' | 'cached' | 'output', bigint>): ReportedTokens {
  return { inputTokens: Number(input), cachedTokens: Number(cached), outputTokens: Number(output) };
}
