/** Something that does not add up: what was checked, where, and the two values that should be equal. */
export interface Difference {
  readonly check: string;
  readonly mandateId: string;
  /** The account, hold, transaction or statistic, as it is called in the database. */
  readonly id: string;
  readonly expected: string;
  readonly found: string;
}

export interface Recount {
  readonly ok: boolean;
  readonly mandates: number;
  readonly accounts: number;
  readonly holds: number;
  readonly openHolds: number;
  readonly transactions: number;
  readonly statistics: number;
  /** Usage rows whose amount was computed again from usage, price, markup and rate. */
  readonly recomputed: number;
  /** Calls that nobody knows the cost of; each waits for the operator. Not a difference. */
  readonly unknownCalls: number;
  readonly differences: readonly Difference[];
}
