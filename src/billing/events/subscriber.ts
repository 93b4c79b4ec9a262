import type { SseQueue } from '#http/sse/sse-queue.ts';
import type { BookedRow, ChangedWallet, WatchedWallets } from './event.store.ts';

/** What somebody may see of a mandate's wallets and bookings. Ids are bare uuids. */
export interface View {
  readonly mandate: string;
  readonly user: string;
  /** Everything of the mandate; else the user's own bookings and the wallet that he spends from. */
  readonly all: boolean;
  readonly spendsFrom: 'pool' | 'own wallet';
}

/** An open stream. */
export interface Subscriber {
  readonly view: View;
  readonly queue: SseQueue;
}

export function seesWallet(view: View, { mandate, user }: Pick<ChangedWallet, 'mandate' | 'user'>): boolean {
  if (mandate !== view.mandate) return false;
  return view.all || user === (view.spendsFrom === 'pool' ? null : view.user);
}

export function seesRow(view: View, { mandate, user }: Pick<BookedRow, 'mandate' | 'user'>): boolean {
  return mandate === view.mandate && (view.all || user === view.user);
}

export function sameView(a: View, b: View): boolean {
  return a.mandate === b.mandate && a.user === b.user && a.all === b.all && a.spendsFrom === b.spendsFrom;
}

/** The wallets that these views are made of, each once. */
export function walletsOf(views: Iterable<View>): WatchedWallets {
  const mandates = new Set<string>();
  const pools = new Set<string>();
  const owners = new Map<string, WatchedWallets['owners'][number]>();
  for (const { mandate, user, all, spendsFrom } of views) {
    if (all) mandates.add(mandate);
    else if (spendsFrom === 'pool') pools.add(mandate);
    else owners.set(`${mandate}/${user}`, { mandate, user });
  }
  return {
    mandates: [...mandates],
    pools: [...pools].filter((mandate) => !mandates.has(mandate)),
    owners: [...owners.values()].filter(({ mandate }) => !mandates.has(mandate)),
  };
}
