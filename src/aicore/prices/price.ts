import type { Decimal } from '#kernel/decimal.ts';
import type { ExchangeRateId, PriceId } from '#kernel/id.ts';
import type { Meter } from '../meters.ts';

/** USD per million units of a meter, as an integer of nano-USD: USD 2 per million tokens = 2,000,000,000n. */
export type MeterPrices = Readonly<Partial<Record<Meter, bigint>>>;

/** A provider's list price of one model from a date on. Never changed, only followed by a newer one. */
export interface Price {
  readonly id: PriceId;
  readonly provider: string;
  readonly model: string;
  readonly validFrom: Date;
  readonly perMillion: MeterPrices;
  /** Prices of the **whole** request once its prompt (all input meters together) is above the threshold. */
  readonly longPrompt?: { readonly abovePromptTokens: number; readonly perMillion: MeterPrices };
  /** Service tiers that change the price: a factor on everything but per-call fees (`flex` 0.5), or prices of their own (`fast`). */
  readonly tiers: Readonly<Record<string, TierPrice>>;
}

export type TierPrice =
  | { readonly kind: 'factor'; readonly factor: Decimal }
  | { readonly kind: 'prices'; readonly perMillion: MeterPrices };

/** CHF for one USD from a date on. */
export interface ExchangeRate {
  readonly id: ExchangeRateId;
  readonly validFrom: Date;
  readonly chfPerUsd: Decimal;
}

/** What turns a provider's cost into a charge; pinned in the hold, so that a change during a call changes nothing for it. */
export interface Terms {
  readonly rate: ExchangeRate;
  /** 50 % = 500,000 parts per million. */
  readonly markupPpm: number;
}
