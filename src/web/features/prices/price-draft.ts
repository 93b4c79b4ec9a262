import { amountOf } from '#web/lib/amount/amount-text.ts';
import { isMeter, type Meter, metersInOrder } from './meter.ts';
import type { PriceBody, PriceVersion } from './price.query.ts';

/** A new price while it is being written: everything is text, as it stands in the fields. */
export interface PriceDraft {
  readonly provider: string;
  readonly model: string;
  /** `2026-12-01` */
  readonly validFrom: string;
  readonly meters: readonly MeterLine[];
  readonly hasLongPrompt: boolean;
  readonly longPromptAbove: string;
  readonly longPromptMeters: readonly MeterLine[];
  readonly tiers: readonly TierLine[];
  readonly source: string;
}

export interface MeterLine {
  readonly meter: Meter;
  readonly usd: string;
}

export interface TierLine {
  readonly name: string;
  readonly kind: 'factor' | 'prices';
  readonly factor: string;
  readonly meters: readonly MeterLine[];
}

type PriceTerms = Pick<PriceVersion, 'provider' | 'model' | 'perMillion' | 'longPrompt' | 'tiers'>;

/** What the form begins with: the version that a new one follows, to be changed. */
export function draftOf(before: PriceTerms | undefined, validFrom: string): PriceDraft {
  const { longPrompt } = before ?? {};
  return {
    provider: before?.provider ?? '',
    model: before?.model ?? '',
    validFrom,
    meters: before ? linesOf(before.perMillion) : [emptyLine('input_tokens'), emptyLine('output_tokens')],
    hasLongPrompt: longPrompt !== undefined,
    longPromptAbove: longPrompt ? String(longPrompt.abovePromptTokens) : '',
    longPromptMeters: longPrompt ? linesOf(longPrompt.perMillion) : [],
    tiers: Object.entries(before?.tiers ?? {}).map(([name, { factor, perMillion }]) => ({
      name,
      kind: perMillion ? 'prices' : 'factor',
      factor: factor ?? '',
      meters: perMillion ? linesOf(perMillion) : [],
    })),
    source: '',
  };
}

/** What is sent. Fields are valid: the form has checked them. */
export function bodyOfDraft(draft: PriceDraft): PriceBody {
  const { provider, model, validFrom, source, tiers } = draft;
  return {
    provider,
    model: model.trim(),
    validFrom,
    perMillion: amountsOf(draft.meters),
    ...(draft.hasLongPrompt
      ? {
          longPrompt: {
            abovePromptTokens: Number(plainCount(draft.longPromptAbove)),
            perMillion: amountsOf(draft.longPromptMeters),
          },
        }
      : {}),
    ...(tiers.length === 0 ? {} : { tiers: Object.fromEntries(tiers.map(tierOf)) }),
    source: source.trim(),
  };
}

export function emptyLine(meter: Meter): MeterLine {
  return { meter, usd: '' };
}

/** `200000` of `200'000` */
export function plainCount(typed: string): string {
  return typed.replace(/['’\s]/g, '');
}

function linesOf(perMillion: Readonly<Record<string, string>>): readonly MeterLine[] {
  return metersInOrder(perMillion).flatMap(([meter, usd]) => (isMeter(meter) ? [{ meter, usd }] : []));
}

function amountsOf(lines: readonly MeterLine[]): PriceBody['perMillion'] {
  return Object.fromEntries(lines.map(({ meter, usd }) => [meter, amountOf(usd) ?? usd]));
}

function tierOf({ name, kind, factor, meters }: TierLine): [string, NonNullable<PriceBody['tiers']>[string]] {
  return [name.trim(), kind === 'factor' ? { factor: factor.trim() } : { perMillion: amountsOf(meters) }];
}
