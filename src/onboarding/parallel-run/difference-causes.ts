import type { NanoChf } from '#kernel/money.ts';
import type { Gap, Parts, Way } from './compare-call.ts';
import {
  ANY_FACTOR,
  type FactorRange,
  factorIn,
  fitsFactor,
  NO_FACTOR,
  narrowFactor,
} from './constant-factor.ts';

/** Calls, and how far Rappen's cost is from the platform's. */
export interface Share {
  readonly calls: number;
  readonly difference: NanoChf;
}

/** All differences of a group, each with one cause or none. */
export interface SettledDifferences {
  readonly causes: ReadonlyMap<string, Share>;
  readonly unexplained: Share;
  readonly tokens: NanoChf;
  readonly price: NanoChf;
}

/** Calls for which the same ways were found. */
interface AlikeCalls {
  calls: number;
  difference: NanoChf;
  rest: Parts;
  factors: FactorRange;
  readonly ways: Map<string, Parts>;
}

/**
 * The calls of a group that differ, added up by the ways that come to the platform's amount. By chance another way does so now and
 * then, so it is decided only when all are there: what explains most calls is the cause of all of them.
 */
export class DifferenceCauses {
  readonly #alike = new Map<string, AlikeCalls>();

  add(difference: NanoChf, { ways, rest, point }: Gap): void {
    const key = ways.map(({ cause }) => cause).join('\n');
    const alike = this.#alike.get(key) ?? {
      ...{ calls: 0, difference: 0n, rest: NO_PARTS, factors: ANY_FACTOR, ways: new Map<string, Parts>() },
    };
    alike.calls++;
    alike.difference += difference;
    alike.rest = addParts(alike.rest, rest);
    alike.factors = point ? narrowFactor(alike.factors, point) : NO_FACTOR;
    for (const way of ways) alike.ways.set(way.cause, addParts(alike.ways.get(way.cause) ?? NO_PARTS, way));
    this.#alike.set(key, alike);
  }

  /** That fit all calls for which no way was found; undefined: there is no such call. */
  get factors(): FactorRange | undefined {
    return this.#alike.get('')?.factors;
  }

  /** `known`: factors that were found in other groups, for one that is too small to prove its own. */
  settle(known: readonly string[]): SettledDifferences {
    const open = this.#withFactor(known);
    const causes = new Map<string, Share>();
    let parts = NO_PARTS;
    for (let cause = mostFrequent(open); cause !== undefined; cause = mostFrequent(open)) {
      let [calls, difference] = [0, 0n];
      for (const alike of open) {
        const way = alike.ways.get(cause);
        if (!way) continue;
        open.delete(alike);
        calls += alike.calls;
        difference += alike.difference;
        parts = addParts(parts, way);
      }
      causes.set(cause, { calls, difference });
    }
    const [left] = open;
    return {
      causes,
      unexplained: { calls: left?.calls ?? 0, difference: left?.difference ?? 0n },
      ...addParts(parts, left?.rest ?? NO_PARTS),
    };
  }

  /** With one way more where a factor fits. */
  #withFactor(known: readonly string[]): Set<AlikeCalls> {
    const alikes = [...this.#alike.values()];
    const { factors } = this;
    const factor = factors && (factorIn(factors) ?? known.find((one) => fitsFactor(factors, one)));
    if (factor === undefined) return new Set(alikes);
    const cause = `is ${factor} times what its counts cost at the list price`;
    return new Set(
      alikes.map((alike) =>
        fitsFactor(alike.factors, factor)
          ? { ...alike, ways: new Map([...alike.ways, [cause, alike.rest]]) }
          : alike,
      ),
    );
  }
}

const NO_PARTS: Parts = { tokens: 0n, price: 0n };

function addParts(a: Parts, b: Parts | Way): Parts {
  return { tokens: a.tokens + b.tokens, price: a.price + b.price };
}

/** Of those that explain as many calls, the plainest. */
function mostFrequent(open: ReadonlySet<AlikeCalls>): string | undefined {
  const calls = new Map<string, number>();
  for (const alike of open) {
    for (const cause of alike.ways.keys()) calls.set(cause, (calls.get(cause) ?? 0) + alike.calls);
  }
  let best: string | undefined;
  for (const [cause, count] of calls) if (best === undefined || count > (calls.get(best) ?? 0)) best = cause;
  return best;
}
