import type { Db } from '#db/database.ts';
import { type HoldId, type MandateId, uuidOf } from '#kernel/id.ts';
import { billing } from '../billing.tables.ts';
import type { CallOrigin } from './call-origin.ts';

/** What bookings point back to. */
export interface CallOrigins {
  /** Before the hold itself, so that no booking of a chat or an automation is without. Without its hold it means nothing. */
  record(mandateId: MandateId, holdId: HoldId, origin: CallOrigin): Promise<void>;
}

export function createCallOrigins(db: Db): CallOrigins {
  return {
    async record(mandateId, holdId, origin) {
      await billing(db)
        .insertInto('billing_call_origin')
        .values({ mandate_id: uuidOf(mandateId), hold_id: uuidOf(holdId), ...columnsOf(origin) })
        .execute();
    },
  };
}

function columnsOf(origin: CallOrigin) {
  return origin.feature === 'chat'
    ? { conversation_id: uuidOf(origin.conversationId), message_id: uuidOf(origin.messageId) }
    : { automation_id: uuidOf(origin.automationId), run_id: uuidOf(origin.runId) };
}
