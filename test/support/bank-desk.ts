import { expect } from 'vitest';
import { upsertAddress } from '#billing/addresses/billing-address.store.ts';
import { type Issuer, upsertIssuer } from '#billing/documents/issuer.store.ts';
import { requestTopUp } from '#billing/payments/requests/request-top-up.service.ts';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import type { MandateId, TopUpRequestId, UserId } from '#kernel/id.ts';
import { type ApiAnswer, type ApiClient, apiOf } from './api-client.ts';
import { type CamtOptions, camtFile } from './camt-builder.ts';
import type { CallerOptions, TestRappen } from './rappen.ts';

/** A mandate that pays by bank transfer. */
export interface Payer {
  readonly mandateId: MandateId;
  readonly member: Awaited<ReturnType<TestRappen['caller']>>;
  readonly api: ApiClient;
  /** Asks for a top-up; answers the request, its reference without spaces. */
  ask(amountChf: string, key?: string): Promise<ApiAnswer['body']>;
}

const ADDRESS = {
  ...{ company: 'Muster & Söhne AG', contact: 'Anna Keller', street: 'Bahnhofstrasse', houseNumber: '1' },
  ...{ postcode: '3000', town: 'Bern', country: 'CH', email: 'anna@muster.example' },
};

const LETTER_HEAD: Issuer = {
  ...{ company: 'Rappen AG', street: 'Seilergraben', houseNumber: '61', postcode: '8001', town: 'Zürich' },
  ...{ country: 'CH', uid: 'CHE-109.322.551', vatSuffix: 'MWST', email: 'billing@rappen.example' },
  ...{ phone: null, website: null, iban: 'CH9300762011623852957', qrIban: 'CH4431999123000889012' },
};

/** Who is paid, and on which accounts: those that `camtFile` writes about. */
export async function fillLetterHead(operator: ApiClient): Promise<void> {
  const { vatSuffix: _joined, ...typed } = {
    ...LETTER_HEAD,
    uid: `${LETTER_HEAD.uid} ${LETTER_HEAD.vatSuffix}`,
  };
  expect((await operator.send('PUT', '/api/admin/issuer', typed)).status).toBe(200);
}

export async function payerAt(rappen: TestRappen, options: CallerOptions = {}): Promise<Payer> {
  const member = await rappen.caller({ role: 'mandate_admin', balance: '0', ...options });
  const { mandateId } = member;
  const api = await apiOf(rappen, member, ['billing:read', 'billing:write', 'admin']);
  const address = await api.send('PUT', `/api/admin/mandates/${mandateId}/billing/address`, ADDRESS);
  expect(address.status).toBe(200);
  let count = 0;
  const ask: Payer['ask'] = async (amountChf, key = `ask ${++count}`.replace(' ', '-')) => {
    const answer = await api.post('/api/billing/top-up-requests', { amountChf }, { 'idempotency-key': key });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return { ...answer.body, reference: answer.body.reference.replaceAll(' ', '') };
  };
  return { mandateId, member, api, ask };
}

/** A request of this member's mandate, past the API: its address and the letter head are there afterwards. */
export async function askForTopUp(
  db: Db,
  member: { mandateId: MandateId; userId: UserId },
): Promise<TopUpRequestId> {
  await transaction(db, async (tx) => {
    await upsertAddress(tx, member.mandateId, { ...ADDRESS, uid: null, vatSuffix: null });
    await upsertIssuer(tx, LETTER_HEAD);
  });
  return requestTopUp(db, member, { amount: 5_000_000_000n, idempotencyKey: 'asked' });
}

/** Uploads a file of the bank, or only shows what would become of it. */
export function uploadTo(
  operator: ApiClient,
  file: CamtOptions | string | Buffer,
  query = '',
): Promise<ApiAnswer> {
  const content =
    Buffer.isBuffer(file) || typeof file === 'string' ? Buffer.from(file) : Buffer.from(camtFile(file));
  const body = { name: 'bank.xml', contentBase64: content.toString('base64') };
  return operator.post(`/api/admin/bank-files${query}`, body);
}

/** `{ credited: 1, waiting: 2 }` */
export function statesOf({ body }: ApiAnswer): Record<string, number> {
  return Object.fromEntries(
    body.counts.map(({ state, count }: { state: string; count: number }) => [state, count]),
  );
}
