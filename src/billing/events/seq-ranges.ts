import type { BookedRow, ChangedWallet, SeqRange } from './event.store.ts';

type Seqs = ReadonlyMap<string, bigint>;

/**
 * The rows of each wallet after those of `before`, up to those of `upto` (else to its newest), in the order of the accounts'
 * ids. Wallets without a new row are left out.
 */
export function rangesOf(wallets: readonly ChangedWallet[], before: Seqs, upto?: Seqs): readonly SeqRange[] {
  return wallets
    .map(({ mandate, account, seq }) => ({
      mandate,
      account,
      after: before.get(account) ?? 0n,
      upto: upto ? (upto.get(account) ?? 0n) : seq,
    }))
    .filter((range) => range.upto > range.after)
    .toSorted((a, b) => (a.account < b.account ? -1 : 1));
}

/** What is left once the rows up to this one were read, in the order of (account, seq). */
export function rangesAfter(
  ranges: readonly SeqRange[],
  { account, seq }: Pick<BookedRow, 'account' | 'seq'>,
): readonly SeqRange[] {
  return ranges
    .filter((range) => range.account >= account)
    .map((range) => (range.account === account && seq > range.after ? { ...range, after: seq } : range))
    .filter((range) => range.upto > range.after);
}

/** How many rows they are. */
export function countRows(ranges: readonly SeqRange[]): bigint {
  return ranges.reduce((sum, { after, upto }) => sum + upto - after, 0n);
}
