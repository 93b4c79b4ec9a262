import type { Charge } from '#billing/ledger/ledger.ts';
import type { NanoChf } from '#kernel/money.ts';
import type { UpstreamFailure } from './upstream-exchange.ts';

/** Hears what becomes of calls, for metrics. Must be quick, and not throw. */
export interface CallObserver {
  /** A charge is booked. `absorbed`: what of it neither hold nor balance paid. */
  charged(provider: string, charge: Charge, absorbed: NanoChf): void;
  /** No whole answer came. `cut`: a stream broke off. */
  upstreamFailed(provider: string, kind: UpstreamFailure['kind'] | 'cut'): void;
  /** The provider answered with another status than 2xx. */
  upstreamRefused(provider: string, status: number): void;
}
