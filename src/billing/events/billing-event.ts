import type { z } from 'zod';
import { sseEvent } from '#http/sse/sse-event.ts';
import { idOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { describeWallet } from '../balance/balance.service.ts';
import { describeNotice } from '../notifications/describe-notice.ts';
import type { Notice } from '../notifications/notice.ts';
import type {
  balanceEvent,
  heartbeatEvent,
  readyEvent,
  transactionEvent,
  warningEvent,
} from './event.contract.ts';
import type { BookedRow, ChangedWallet } from './event.store.ts';
import { type EventPosition, formatPosition } from './event-position.ts';
import type { View } from './subscriber.ts';

export function transactionText(row: BookedRow, position: EventPosition): Buffer {
  const { user, provider, model, feature } = row;
  const data: z.input<typeof transactionEvent> = {
    id: idOf('txn', row.id),
    accountId: idOf('acc', row.account),
    type: row.type,
    amountChf: formatChf(row.amount),
    balanceAfterChf: formatChf(row.balance),
    at: row.at.toISOString(),
    ...(user === null ? {} : { userId: idOf('usr', user) }),
    ...(provider === null ? {} : { provider }),
    ...(model === null ? {} : { model }),
    ...(feature === null ? {} : { feature }),
  };
  return sseEvent({ event: 'transaction', id: formatPosition(position), data });
}

export function balanceText(wallet: Omit<ChangedWallet, 'mandate' | 'seq'>, position: EventPosition): Buffer {
  const data: z.input<typeof balanceEvent> = describeWallet({
    accountId: idOf('acc', wallet.account),
    userId: wallet.user === null ? undefined : idOf('usr', wallet.user),
    balance: wallet.balance,
    held: wallet.held,
    floor: wallet.floor ?? undefined,
  });
  return sseEvent({ event: 'balance', id: formatPosition(position), data });
}

/** Without a position: whoever is cut right after it hears of it again, by the same id, rather than not at all. */
export function warningText(notice: Notice): Buffer {
  const data: z.input<typeof warningEvent> = describeNotice(notice);
  return sseEvent({ event: 'warning', data });
}

/** Without a position while what was missed has yet to follow: whoever is cut before it must not skip it. */
export function readyText(view: View, resumed: boolean | null, position: EventPosition | undefined): Buffer {
  const data: z.input<typeof readyEvent> = { mandateId: idOf('mnd', view.mandate), resumed };
  return sseEvent({ event: 'ready', data, ...(position && { id: formatPosition(position) }) });
}

export function heartbeatText(asOf: Date): Buffer {
  const data: z.input<typeof heartbeatEvent> = { asOf: asOf.toISOString() };
  return sseEvent({ event: 'heartbeat', data });
}
