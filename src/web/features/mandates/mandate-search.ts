import { oneOf, textOf } from '#web/lib/search/search-text.ts';

/** What can be done with a mandate; each has a dialog with an address, so that other pages can lead to it. */
const MANDATE_DIALOGS = [
  'top-up',
  'payment',
  'adjustment',
  'refund',
  'transfer',
  'rename',
  'suspend',
  'activate',
  'close',
] as const;
export type MandateDialog = (typeof MANDATE_DIALOGS)[number];

export interface MandateSearch {
  readonly dialog?: MandateDialog | undefined;
  /** What the dialog begins with: whose wallet, which top-up is refunded, which booking is put right. */
  readonly user?: string | undefined;
  readonly topUp?: string | undefined;
  readonly booking?: string | undefined;
}

export function readMandateSearch(search: Readonly<Record<string, unknown>>): MandateSearch {
  return {
    dialog: oneOf(MANDATE_DIALOGS, search.dialog),
    user: textOf(search.user, 40),
    topUp: textOf(search.topUp, 40),
    booking: textOf(search.booking, 40),
  };
}
