import { sql } from 'kysely';
import type { Db } from '#db/database.ts';
import { idOf } from '#kernel/id.ts';
import type { PayableRequest } from './payment-decision.ts';

/** The requests behind references (without spaces), by reference; those that nobody has are not there. */
export async function findPayable(
  db: Db,
  references: readonly string[],
): Promise<ReadonlyMap<string, PayableRequest>> {
  if (references.length === 0) return new Map();
  const { rows } = await sql<PayableRow>`
    select r.reference, r.mandate_id, r.id, r.state, r.amount, r.payable, r.transaction_id, a.id as wallet_id,
           s.closed_at is not null as is_closed
    from payment_reference p
    join top_up_request r on r.mandate_id = p.about_mandate_id and r.id = p.request_id
    join billing_account a on a.mandate_id = r.mandate_id and a.kind = 'wallet' and a.user_id is null
    join billing_settings s on s.mandate_id = r.mandate_id
    where p.reference = any(${[...new Set(references)]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.reference, readPayable(row)]));
}

interface PayableRow {
  readonly reference: string;
  readonly mandate_id: string;
  readonly id: string;
  readonly state: PayableRequest['state'];
  readonly amount: bigint;
  readonly payable: bigint;
  readonly transaction_id: string | null;
  readonly wallet_id: string;
  readonly is_closed: boolean;
}

function readPayable(row: PayableRow): PayableRequest {
  return {
    mandateId: idOf('mnd', row.mandate_id),
    requestId: idOf('tur', row.id),
    state: row.state,
    amount: row.amount,
    payable: row.payable,
    walletId: idOf('acc', row.wallet_id),
    isClosed: row.is_closed,
    transactionId: row.transaction_id === null ? undefined : idOf('txn', row.transaction_id),
  };
}
