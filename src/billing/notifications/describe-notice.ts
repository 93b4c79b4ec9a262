import type { z } from 'zod';
import { formatChf } from '#kernel/money.ts';
import type { noticePart } from './notice.contract.ts';
import type { Notice } from './notice.ts';

/** A notice as answers and events show it. */
export function describeNotice(notice: Notice): z.input<typeof noticePart> {
  const { id, kind, accountId, userId, threshold, amountLeft, at } = notice;
  return {
    id,
    kind,
    accountId,
    ...(userId === undefined ? {} : { userId }),
    thresholdChf: formatChf(threshold),
    leftChf: formatChf(amountLeft),
    at: at.toISOString(),
  };
}
