import { expect } from 'vitest';
import type { MandateId } from '#kernel/id.ts';
import { uuidOf } from '#kernel/id.ts';
import { type ApiAnswer, type ApiClient, operatorApi } from './api-client.ts';
import type { TestRappen } from './rappen.ts';

/** The operator at his desk: asks for bookings, and looks into the audit log. */
export interface Cashier {
  readonly operator: ApiClient;
  /** Books something, or tries to. `query`: `?preview=true`. */
  book(mandateId: MandateId, what: string, body: unknown, key: string, query?: string): Promise<ApiAnswer>;
  /** A top-up that must be booked; answers with its answer. */
  topUp(mandateId: MandateId, amountChf: string, key?: string, more?: object): Promise<ApiAnswer['body']>;
  /** The mandate's entries, the oldest first. */
  audit(mandateId: MandateId): Promise<readonly Record<string, unknown>[]>;
}

export async function cashierAt(rappen: TestRappen): Promise<Cashier> {
  const operator = await operatorApi(rappen);
  const book: Cashier['book'] = (mandateId, what, body, key, query = '') =>
    operator.post(bookingPath(mandateId, what) + query, body, { 'idempotency-key': key });
  return {
    operator,
    book,
    async topUp(mandateId, amountChf, key = `t${amountChf}`, more = {}) {
      const answer = await book(mandateId, 'credits', { amountChf, description: 'Invoice 7', ...more }, key);
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body;
    },
    async audit(mandateId) {
      const { rows } = await rappen.context.database.pool.query<Record<string, unknown>>(
        `select action, subject, before, after, reason, user_id, api_key_id, request_id
           from audit_entry where mandate_id = $1 order by id`,
        [uuidOf(mandateId)],
      );
      return rows;
    },
  };
}

export function bookingPath(mandateId: MandateId, what: string): string {
  return `/api/admin/mandates/${mandateId}/billing/${what}`;
}
