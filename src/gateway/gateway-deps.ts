import type { ModelCatalogue } from '#aicore/models/model-catalogue.ts';
import type { SpendingBook } from '#billing/accounts/spending.ts';
import type { Ledger } from '#billing/ledger/ledger.ts';
import type { CallOrigins } from '#billing/origins/call-origins.ts';
import type { RateLimits } from '#identity/access/rate-limits.ts';
import type { Log } from '#kernel/log.ts';
import type { CallObserver } from './call-observer.ts';
import type { CallsInFlight } from './calls-in-flight.ts';
import type { CurrentPrices } from './current-prices.ts';
import type { MemorySlots } from './memory-slots.ts';
import type { ProviderObjects } from './provider-objects.ts';
import type { Upstream } from './upstream.ts';

/** What a call needs from the rest of the house. */
export interface GatewayDeps {
  readonly ledger: Ledger;
  readonly origins: CallOrigins;
  readonly spending: Pick<SpendingBook, 'spendingOf' | 'spendingCached'>;
  readonly prices: Pick<CurrentPrices, 'book'>;
  readonly catalogue: ModelCatalogue;
  readonly upstream: Upstream;
  readonly callsInFlight: CallsInFlight;
  readonly providerObjects: ProviderObjects;
  readonly bigAnswers: MemorySlots;
  readonly rateLimits: Pick<RateLimits, 'takeCounting'>;
  readonly observer: CallObserver;
  readonly log: Log;
  readonly waits: GatewayWaits;
}

export interface GatewayWaits {
  /** How long the provider may go on after the caller has left. */
  readonly drainMs: number;
  /** How long a caller waits for his charge to be booked; then he gets his answer without it, and the booking follows. */
  readonly bookingMs: number;
}

/** Answers of more than 1 MiB that are in memory at once. */
export const MAX_BIG_ANSWERS = 4;

export const GATEWAY_WAITS: GatewayWaits = { drainMs: 60_000, bookingMs: 2_000 };
