import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { RateLimiter } from '#http/rate-limiter.ts';
import { AppError } from '#kernel/error.ts';
import type { Language } from '#kernel/language.ts';
import {
  findSubscription,
  isUnsubscribed,
  type ReportSubscription,
  unsubscribe,
} from '#mail/unsubscribe.service.ts';
import { recordAudit } from '../audit/audit.ts';
import { requireMandate } from '../mandates/mandate.service.ts';

export interface Subscription {
  readonly address: string;
  readonly mandateName: string;
  readonly isUnsubscribed: boolean;
  readonly language: Language | undefined;
}

/** Links of reports, for people and mail programs. Whoever has the mail has the link, and nothing else is asked. */
export interface Unsubscribing {
  /** Changes nothing: programs follow links by themselves. Throws `not_found`, `rate_limited`. */
  look(token: string): Promise<Subscription>;
  /** The same again changes nothing. Throws `not_found`, `rate_limited`. */
  leave(token: string, requestId: string): Promise<Subscription>;
}

/** Of all strangers together, in each process: they cannot keep the database busy. A token cannot be guessed. */
const ASKED_PER_MINUTE = 600;

export function createUnsubscribing(db: Db): Unsubscribing {
  const limiter = new RateLimiter(ASKED_PER_MINUTE);
  const find = async (token: string) => {
    const waitMs = limiter.waitMs('strangers');
    if (waitMs > 0) throw new AppError('rate_limited', { retry_after_seconds: Math.ceil(waitMs / 1000) });
    limiter.take('strangers');
    const found = await findSubscription(db, token);
    if (!found) throw new AppError('not_found', {}, 'There is no such link.');
    return found;
  };
  return {
    look: async (token) => {
      const found = await find(token);
      return describe(db, found, await isUnsubscribed(db, found));
    },
    leave: async (token, requestId) => {
      const found = await find(token);
      await transaction(db, async (tx) => {
        if (!(await unsubscribe(tx, found))) return;
        const { mandateId, address } = found;
        const entry = { action: 'reports.unsubscribed', subject: address } as const;
        await recordAudit(tx, { mandateId, requestId }, entry);
      });
      return describe(db, found, true);
    },
  };
}

async function describe(
  db: Db,
  { mandateId, address, language }: ReportSubscription,
  hasLeft: boolean,
): Promise<Subscription> {
  const { name } = await requireMandate(db, mandateId);
  return { address, mandateName: name, isUnsubscribed: hasLeft, language };
}
