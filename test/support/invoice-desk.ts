import { expect } from 'vitest';
import { upsertAddress } from '#billing/addresses/billing-address.store.ts';
import { upsertIssuer } from '#billing/documents/issuer.store.ts';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { MandateId } from '#kernel/id.ts';
import { zurichInstant, zurichTime } from '#kernel/zurich-time.ts';
import { type ApiAnswer, apiOf } from './api-client.ts';
import { type Cashier, cashierAt } from './cash-desk.ts';
import type { TestMember } from './mandate-factory.ts';
import type { TestRappen } from './rappen.ts';

/** Who issues invoices to customers that pay later, and sees what becomes of them. */
export interface InvoiceDesk {
  readonly cashier: Cashier;
  /** A postpaid mandate with an address; `charges`: CHF that were used, by an adjustment each. */
  customer(
    charges?: readonly string[],
    options?: { readonly isNet?: boolean; readonly hasAddress?: boolean },
  ): Promise<TestMember>;
  charge(mandateId: MandateId, amountChf: string): Promise<void>;
  /** As the mandate sees them. */
  invoices(customer: TestMember): Promise<ApiAnswer['body']>;
  /** Books a payment by hand. */
  pay(customer: TestMember, invoiceId: string, amountChf: string, key?: string): Promise<ApiAnswer>;
}

/** The first day of the month after this one, when invoices are issued. */
export function nextFirst(): Date {
  const [year = 0, month = 0] = zurichTime(new Date()).split('-').map(Number);
  const day = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
  return zurichInstant(day, 6 * 3_600 + 1_200);
}

export async function fillLetterHead(db: Db): Promise<void> {
  await transaction(db, (tx) =>
    upsertIssuer(tx, {
      ...{
        company: 'Rappen AG',
        street: 'Seilergraben',
        houseNumber: '61',
        postcode: '8001',
        town: 'Zürich',
      },
      ...{ country: 'CH', uid: 'CHE-109.322.551', vatSuffix: 'MWST', email: 'billing@rappen.example' },
      ...{ phone: null, website: null, iban: 'CH9300762011623852957', qrIban: 'CH4431999123000889012' },
    }),
  );
}

export async function fillAddress(db: Db, mandateId: MandateId): Promise<void> {
  await transaction(db, (tx) =>
    upsertAddress(tx, mandateId, {
      ...{ company: 'Muster & Söhne AG', contact: 'Anna Keller', street: 'Bahnhofstrasse', houseNumber: '1' },
      ...{ postcode: '3000', town: 'Bern', country: 'CH', email: 'anna@muster.example', uid: null },
      vatSuffix: null,
    }),
  );
}

export async function invoiceDeskAt(rappen: TestRappen): Promise<InvoiceDesk> {
  const cashier = await cashierAt(rappen);
  const { db, pool } = rappen.context.database;
  let keys = 0;
  const desk: InvoiceDesk = {
    cashier,
    async customer(charges = [], { isNet = false, hasAddress = true } = {}) {
      const member = await rappen.caller({
        model: 'postpaid',
        creditLimit: '200',
        balance: '0',
        role: 'mandate_admin',
      });
      const { mandateId } = member;
      if (hasAddress) await fillAddress(db, mandateId);
      if (isNet)
        await pool.query("update billing_settings set vat_timing = 'on_top_up' where mandate_id = $1", [
          mandateId.slice(4),
        ]);
      for (const amount of charges) await desk.charge(mandateId, amount);
      return member;
    },
    async charge(mandateId, amountChf) {
      const body = { amountChf: `-${amountChf}`, reason: 'used' };
      const { status } = await cashier.book(mandateId, 'adjustments', body, `charge-${++keys}`);
      expect(status).toBe(201);
    },
    async invoices(customer) {
      const api = await apiOf(rappen, customer, ['billing:read']);
      const { status, body } = await api.get('/api/billing/invoices?limit=200');
      expect(status, JSON.stringify(body)).toBe(200);
      return body;
    },
    pay({ mandateId }, invoiceId, amountChf, key = `payment-${++keys}`) {
      return cashier.book(mandateId, 'payments', { amountChf, invoiceId, description: 'Transfer' }, key);
    },
  };
  return desk;
}
