import type { ProviderName, Usd } from '../call.ts';
import { PROVIDERS } from '../call.ts';
import { usdText } from '../prices/usd.ts';

/** One call that reached a provider, billed or not. */
export interface LedgerEntry {
  /** 1, 2, 3, ... in the order of settling. */
  readonly seq: number;
  /** When it was settled, ISO 8601 in UTC. */
  readonly at: string;
  readonly provider: ProviderName;
  readonly method: string;
  readonly path: string;
  readonly stream: boolean;
  /** HTTP status sent; 0 if the connection ended without one. */
  readonly status: number;
  readonly outcome: Outcome;
  readonly fault?: string;
  readonly requestedModel: string;
  /** The model that answered. */
  readonly model: string;
  /** In the provider's request id header. */
  readonly requestId: string;
  /** In the answer's body. */
  readonly answerId: string;
  /** From the request's directive. */
  readonly tag?: string;
  /** Ids that came with the request: `x-request-id`, `x-client-request-id`, `idempotency-key`. */
  readonly callerIds: readonly string[];
  /** True if the provider bills the call; then `usage` is what it bills. */
  readonly billed: boolean;
  readonly usage: unknown;
  /** True if exactly this usage was sent to the caller in full. */
  readonly usageSent: boolean;
  /** Decimal text, exact. */
  readonly costUsd: string;
}

/**
 * `aborted`: the caller left first. `cut`: the connection was ended within the answer. `reset`: before the answer.
 * `trapped`: a redirect was followed. `key_leaked`: a Rappen key (`rpn_`) came this far.
 */
export type Outcome =
  | 'answered'
  | 'failed'
  | 'cut'
  | 'reset'
  | 'aborted'
  | 'hung'
  | 'redirected'
  | 'trapped'
  | 'key_leaked';

export type Settlement = Omit<LedgerEntry, 'seq' | 'at' | 'usage' | 'costUsd'> & {
  /** JSON text of the billed usage. */
  readonly usageText: string | undefined;
  readonly cost: Usd;
};

export interface Counters {
  readonly calls: number;
  readonly billed: number;
  readonly costUsd: string;
  readonly leaks: number;
  readonly byProvider: Readonly<Record<ProviderName, { calls: number; billed: number; costUsd: string }>>;
  /** Entries not kept, because there were more than allowed. The counters include them. */
  readonly dropped: number;
}

/** What the providers billed: the independent witness against which the gateway's ledger is compared. */
export class SimulatorLedger {
  readonly #maxEntries: number;
  #entries: LedgerEntry[] = [];
  readonly #byId = new Map<string, LedgerEntry[]>();
  #counts = emptyCounts();
  #calls = 0;
  #leaks = 0;
  #dropped = 0;

  /** @param maxEntries 0: only the counters are kept (for benchmarks). */
  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  settle(settlement: Settlement): void {
    this.#calls += 1;
    const counts = this.#counts[settlement.provider];
    counts.calls += 1;
    if (settlement.billed) {
      counts.billed += 1;
      counts.cost += settlement.cost;
    }
    if (settlement.outcome === 'key_leaked' || settlement.outcome === 'trapped') this.#leaks += 1;
    if (this.#entries.length < this.#maxEntries) this.#keep(settlement);
    else this.#dropped += 1;
  }

  #keep({ usageText, cost, ...rest }: Settlement): void {
    const entry: LedgerEntry = {
      seq: this.#calls,
      at: new Date().toISOString(),
      ...rest,
      usage: usageText === undefined ? null : JSON.parse(usageText),
      costUsd: usdText(cost),
    };
    this.#entries.push(entry);
    const ids = new Set([entry.requestId, entry.answerId, ...entry.callerIds]);
    if (entry.tag !== undefined) ids.add(entry.tag);
    for (const id of ids) {
      if (id === '') continue;
      const found = this.#byId.get(id);
      if (found) found.push(entry);
      else this.#byId.set(id, [entry]);
    }
  }

  /** All calls, in the order of settling. */
  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  /** The calls that cost something or could have: models, counts and failures are left out. */
  get billed(): readonly LedgerEntry[] {
    return this.#entries.filter((entry) => entry.billed);
  }

  /** Calls by any id: the provider's request id, the answer's id, an id of the caller, or a directive's tag. */
  find(id: string): readonly LedgerEntry[] {
    return this.#byId.get(id) ?? [];
  }

  /** Calls that must never happen: a Rappen key in them, or a followed redirect. */
  get leaks(): readonly LedgerEntry[] {
    return this.#entries.filter(({ outcome }) => outcome === 'key_leaked' || outcome === 'trapped');
  }

  counters(): Counters {
    const of = (name: ProviderName) => {
      const { calls, billed, cost } = this.#counts[name];
      return { calls, billed, costUsd: usdText(cost) };
    };
    const all = PROVIDERS.map((name) => this.#counts[name]);
    return {
      calls: this.#calls,
      billed: all.reduce((sum, { billed }) => sum + billed, 0),
      costUsd: usdText(all.reduce((sum, { cost }) => sum + cost, 0n)),
      leaks: this.#leaks,
      byProvider: {
        anthropic: of('anthropic'),
        openai: of('openai'),
        perplexity: of('perplexity'),
        tavily: of('tavily'),
      },
      dropped: this.#dropped,
    };
  }

  reset(): void {
    this.#entries = [];
    this.#byId.clear();
    this.#counts = emptyCounts();
    this.#calls = 0;
    this.#leaks = 0;
    this.#dropped = 0;
  }
}

function emptyCounts(): Record<ProviderName, { calls: number; billed: number; cost: Usd }> {
  const none = () => ({ calls: 0, billed: 0, cost: 0n });
  return { anthropic: none(), openai: none(), perplexity: none(), tavily: none() };
}
