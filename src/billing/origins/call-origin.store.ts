import type { Db } from '#db/database.ts';
import { must } from '#kernel/assert.ts';
import { idOf, type MandateId, type TransactionId, uuidOf } from '#kernel/id.ts';
import { billing } from '../billing.tables.ts';
import type { CallOrigin } from './call-origin.ts';

/** What these calls were made for; those of programs are left out. */
export async function findOrigins(
  db: Db,
  mandateId: MandateId,
  ids: readonly TransactionId[],
): Promise<ReadonlyMap<TransactionId, CallOrigin>> {
  if (ids.length === 0) return new Map();
  const rows = await billing(db)
    .selectFrom('billing_call_origin')
    .selectAll()
    .where('mandate_id', '=', uuidOf(mandateId))
    .where('hold_id', 'in', ids.map(uuidOf))
    .execute();
  return new Map(rows.map((row) => [idOf('txn', row.hold_id), originOf(row)]));
}

interface OriginRow {
  readonly conversation_id: string | null;
  readonly message_id: string | null;
  readonly automation_id: string | null;
  readonly run_id: string | null;
}

function originOf(row: OriginRow): CallOrigin {
  return row.conversation_id === null
    ? {
        feature: 'automation',
        automationId: idOf('aut', must(row.automation_id, 'an automation')),
        runId: idOf('run', must(row.run_id, 'a run')),
      }
    : {
        feature: 'chat',
        conversationId: idOf('cnv', row.conversation_id),
        messageId: idOf('msg', must(row.message_id, 'a message')),
      };
}
