import type { SourceLine } from '../import/import-line.ts';
import { ComparisonSums } from './comparison-sums.ts';
import { DifferenceCauses } from './difference-causes.ts';
import type { PlatformCall } from './platform-call.ts';

export interface RefusedLine {
  readonly file: string;
  readonly line: number;
  readonly problem: string;
}

/** More lines than these tell nobody anything. */
const MOST_LINES = 20;

/** The first of them, and how many there are. */
export class RefusedLines {
  count = 0;
  readonly first: RefusedLine[] = [];

  add({ file, line }: SourceLine, problem: string): void {
    this.count++;
    if (this.first.length < MOST_LINES) this.first.push({ file, line, problem });
  }
}

/** What is known of a mandate's day. */
export class MandateComparison {
  readonly refused = new RefusedLines();
  readonly groups = new Map<string, ComparedModel>();
  readonly #ids = new Set<string>();

  /** False: it was there already. */
  isNew(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    return true;
  }

  group({ provider, model }: Pick<PlatformCall, 'provider' | 'model'>): ComparedModel {
    const key = `${provider}\n${model}`;
    const known = this.groups.get(key);
    if (known) return known;
    const made = {
      provider,
      model,
      pricedAs: undefined,
      sums: new ComparisonSums(),
      differences: new DifferenceCauses(),
    };
    this.groups.set(key, made);
    return made;
  }
}

/** The calls of a mandate, a provider and a model, as the platform names it. */
export interface ComparedModel {
  readonly provider: string;
  readonly model: string;
  /** Rappen's name of it; undefined: it has no price. */
  pricedAs: string | undefined;
  readonly sums: ComparisonSums;
  readonly differences: DifferenceCauses;
}
