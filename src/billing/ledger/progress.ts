import type { PriceId } from '#kernel/id.ts';
import type { Charge, ChargedPart } from './ledger.ts';

/** The journal of a stream, as the hold's row keeps it: the charge if the call ended now. */
export function progressJson(charge: Charge): string {
  return JSON.stringify({ ...charge, amount: charge.amount.toString() });
}

export interface StoredProgress {
  readonly amount: string;
  readonly modelAnswered: string;
  readonly priceId: PriceId;
  readonly costUsd: string;
  readonly usage: readonly ChargedPart[];
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly remark?: string;
}

/** The charge that a dead call's journal stands for. */
export function chargeOfProgress(stored: StoredProgress): Charge {
  return { ...stored, amount: BigInt(stored.amount), usageSource: 'journal' };
}
