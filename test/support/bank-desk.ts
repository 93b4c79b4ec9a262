import { expect } from 'vitest';
import type { MandateId } from '#kernel/id.ts';
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

/** Who is paid, and on which accounts: those that `camtFile` writes about. */
export async function fillLetterHead(operator: ApiClient): Promise<void> {
  const letterHead = {
    ...{ company: 'Rappen AG', street: 'Seilergraben', houseNumber: '61', postcode: '8001', town: 'Zürich' },
    ...{ country: 'CH', uid: 'CHE-109.322.551 MWST', email: 'billing@rappen.example' },
    ...{ iban: 'CH93 0076 2011 6238 5295 7', qrIban: 'CH44 3199 9123 0008 8901 2' },
  };
  expect((await operator.send('PUT', '/api/admin/issuer', letterHead)).status).toBe(200);
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
