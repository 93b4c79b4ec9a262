import type { Charge, Feature } from '#billing/ledger/ledger.ts';
import type { ExchangeRateId, MandateId, PriceId } from '#kernel/id.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { SessionCall } from './sample-session.ts';

/** A call of the sample history: when, whose, how it ends, and for how much. */
export interface SampleCall extends Omit<SessionCall, 'quantities'> {
  readonly mandateId: MandateId;
  readonly email: string;
  /** The name of an API key. */
  readonly key: string | undefined;
  readonly feature: Feature;
  readonly provider: string;
  readonly model: string;
  readonly priceId: PriceId;
  readonly exchangeRateId: ExchangeRateId;
  readonly markupPpm: number;
  /** What is held for it: at least, and if there is as much. */
  readonly minimum: NanoChf;
  readonly wanted: NanoChf;
  readonly ending: SampleEnding;
}

export type SampleEnding =
  | { readonly kind: 'capture'; readonly charge: Charge }
  | { readonly kind: 'void'; readonly reason: string };

/** What the call takes from its wallet; a wallet that is nearly empty pays less. */
export function costOf({ ending }: SampleCall): NanoChf {
  return ending.kind === 'capture' ? ending.charge.amount : 0n;
}

/** All calls of a mandate, by day. */
export type CallsByDay = ReadonlyMap<string, readonly SampleCall[]>;
