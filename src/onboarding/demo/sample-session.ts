import type { Quantities } from '#aicore/meters.ts';
import type { SeededRandom } from '#kernel/seeded-random.ts';
import type { SampleUse } from './sample-uses.ts';

/** One call of a session, before anybody has priced it. */
export interface SessionCall {
  /** Milliseconds since 1970. */
  readonly beginsAt: number;
  readonly endsAt: number;
  /** A program went on at the very moment at which the call before had ended. */
  readonly goesOn: boolean;
  /** What the provider counted. */
  readonly quantities: Quantities;
}

/** Calls one after the other; the conversation grows, and its earlier part comes from the cache. */
export function planSession(
  use: SampleUse,
  provider: string,
  beginsAt: number,
  random: SeededRandom,
): readonly SessionCall[] {
  const calls: SessionCall[] = [];
  let known = 0;
  let at = beginsAt;
  for (let left = random.int(...use.calls); left > 0; left--) {
    const fresh = Math.ceil(
      calls.length === 0 ? skewed(use.input, random) : skewed(use.input, random) * 0.08,
    );
    const output = skewed(use.output, random);
    const endsAt = at + 400 + Math.round(random.next() * 900 + output * (9 + random.next() * 12));
    const quantities = { ...tokensOf(use, provider, { known, fresh, output }), ...feesOf(use, random) };
    calls.push({
      beginsAt: at,
      endsAt,
      goesOn: calls.length > 0 && use.pauseSeconds === undefined,
      quantities,
    });
    known += fresh + output;
    at = endsAt + (use.pauseSeconds ? random.int(...use.pauseSeconds) * 1000 + random.int(0, 999) : 0);
  }
  return calls;
}

/** Between the bounds, small ones more often. */
function skewed([least, most]: readonly [number, number], random: SeededRandom): number {
  return Math.round(least + (most - least) * random.next() ** 2);
}

function tokensOf(
  use: SampleUse,
  provider: string,
  { known, fresh, output }: { readonly known: number; readonly fresh: number; readonly output: number },
): Quantities {
  const written = output > 0 ? { output_tokens: output } : {};
  if (!use.isCached) return fresh > 0 ? { input_tokens: fresh, ...written } : written;
  const cached = Math.floor(known * 0.9);
  const plain = known - cached + fresh;
  const read = cached > 0 ? { cached_input_tokens: cached } : {};
  // Anthropic bills what it writes into the cache; a small prompt is not worth it.
  if (provider !== 'anthropic' || plain < 4_000) return { input_tokens: plain, ...read, ...written };
  const tail = Math.min(plain, 700);
  return { input_tokens: tail, ...read, cache_write_5m_tokens: plain - tail, ...written };
}

function feesOf({ fees }: SampleUse, random: SeededRandom): Quantities {
  if (fees === 'searches') return { web_searches: random.int(1, 3) };
  return fees === 'credits' ? { credits: random.int(1, 2) } : {};
}
