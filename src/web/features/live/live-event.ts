import type { Answer } from '#web/lib/api/answer.ts';

type Row = Answer<'/api/billing/transactions'>['transactions'][number];

/** A booking as the stream tells it: of a row of the list, what is known without looking further. */
export type LiveBooking = Pick<
  Row,
  | 'id'
  | 'accountId'
  | 'type'
  | 'amountChf'
  | 'balanceAfterChf'
  | 'at'
  | 'userId'
  | 'provider'
  | 'model'
  | 'feature'
>;

type Notice = Answer<'/api/admin/mandates/{mandateId}/billing/warnings'>['notices'][number];

/** That a balance is low or used up, or is not any more. It may come twice, with the same id. */
export type LiveWarning = Pick<Notice, 'id' | 'kind' | 'userId' | 'thresholdChf' | 'leftChf' | 'at'>;

/** What `GET /api/events` sends, as far as the pages read it (src/billing/events/event.contract.ts). */
export type LiveEvent =
  /** Begins each stream. `resumed`: true: what was missed follows; false: too much was; null: nobody said where he was. */
  | { readonly name: 'ready'; readonly data: { readonly resumed: boolean | null } }
  | { readonly name: 'balance' }
  | { readonly name: 'transaction'; readonly data: LiveBooking }
  | { readonly name: 'warning'; readonly data: LiveWarning }
  /** Everything that was booked before this instant has been sent. */
  | { readonly name: 'heartbeat'; readonly data: { readonly asOf: string } };

export const LIVE_EVENT_NAMES = ['ready', 'balance', 'transaction', 'warning', 'heartbeat'] as const;

/** What this page's own server has sent under a name. */
export function readLiveEvent(name: LiveEvent['name'], text: string): LiveEvent {
  return { name, data: JSON.parse(text) } as LiveEvent;
}
