import type { NanoChf } from '#kernel/money.ts';
import type { Balance } from '#web/features/balance/balance.query.ts';
import { ownPace } from '#web/features/balance/own-pace.ts';
import { nanoOf } from '#web/lib/nano-of.ts';

/** A threshold, and how far it is from where things stand. */
export type Warning =
  | {
      readonly kind: 'amount' | 'share_of_top_up';
      readonly below: NanoChf;
      /** What is left above it; negative: it is reached. */
      readonly distance: NanoChf;
    }
  | {
      readonly kind: 'days';
      readonly below: number;
      /** Undefined: nobody knows how long it lasts, or it lasts for good. */
      readonly distance: number | undefined;
    };

/** The warnings that apply to the account that the person spends from. An account without an end needs none. */
export function warningsOf(balance: Balance): readonly Warning[] {
  const { spendable, warning } = balance;
  const { account } = spendable;
  if (!account || account.floorChf === null) return [];
  // What is held is not spent: it mostly comes back.
  const left = nanoOf(account.balanceChf) - nanoOf(account.floorChf);
  const amounts = [
    { kind: 'amount', chf: warning.belowChf },
    { kind: 'share_of_top_up', chf: warning.shareBelowChf },
  ] as const;
  const daysLeft = ownPace(balance)?.daysLeft;
  return [
    ...amounts.flatMap(({ kind, chf }) =>
      chf === null ? [] : [{ kind, below: nanoOf(chf), distance: left - nanoOf(chf) }],
    ),
    ...(warning.belowDays === null
      ? []
      : [
          {
            kind: 'days' as const,
            below: warning.belowDays,
            distance: typeof daysLeft === 'number' ? daysLeft - warning.belowDays : undefined,
          },
        ]),
  ];
}

/** As the server warns: below, not at. */
export function isReached(warning: Warning): boolean {
  return warning.distance !== undefined && warning.distance < 0;
}
