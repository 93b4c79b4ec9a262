import { camtFile } from './camt-builder.ts';
import { done, type TypedClient } from './typed-client.ts';

interface Walkers {
  readonly operator: TypedClient;
  readonly admin: TypedClient;
  once(): { readonly 'idempotency-key': string };
}

const LETTER_HEAD = {
  ...{ company: 'Rappen AG', postcode: '8001', town: 'Zürich', country: 'CH' },
  iban: 'CH93 0076 2011 6238 5295 7',
};

/** A mandate asks for top-ups, pays one, cancels another; the operator uploads the bank's files and decides. */
export async function walkThroughBank(walkers: Walkers, mandateId: string): Promise<void> {
  const { operator } = walkers;
  await done(operator.PUT('/api/admin/issuer', { body: LETTER_HEAD }));
  const { requestId, reference } = await requests(walkers, mandateId);
  await bankFiles(operator, mandateId, reference.replaceAll(' ', ''));
  const paid = {
    params: { path: { requestId }, query: { mandate: mandateId } },
    parseAs: 'arrayBuffer',
  } as const;
  await done(walkers.admin.GET('/api/billing/top-up-requests/{requestId}/receipt', paid));
}

async function requests({ admin, once }: Walkers, mandateId: string) {
  const all = '/api/billing/top-up-requests' as const;
  const query = { mandate: mandateId };
  const ask = () => done(admin.POST(all, { params: { query, header: once() }, body: { amountChf: '20' } }));
  const [request, other] = [await ask(), await ask()];
  await done(admin.GET(all, { params: { query: { ...query, state: 'open' } } }));
  const one = { params: { path: { requestId: request.requestId }, query } };
  await done(admin.GET(`${all}/{requestId}`, one));
  await done(admin.GET(`${all}/{requestId}/bill`, { ...one, parseAs: 'arrayBuffer' }));
  await done(
    admin.POST(`${all}/{requestId}/cancel`, { params: { path: { requestId: other.requestId }, query } }),
  );
  return request;
}

async function bankFiles(operator: TypedClient, mandateId: string, reference: string): Promise<void> {
  const files = '/api/admin/bank-files' as const;
  const xml = camtFile({ entries: [{ reference, amount: '20.00' }, { amount: '7.50' }] });
  const body = { name: 'camt.053.xml', contentBase64: Buffer.from(xml).toString('base64') };
  await done(operator.POST(files, { params: { query: { preview: 'true' } }, body }));
  const { fileId = '' } = await done(operator.POST(files, { body }));
  await done(operator.GET(files));
  const path = { bankFileId: fileId };
  await done(operator.GET(`${files}/{bankFileId}/content`, { params: { path }, parseAs: 'text' }));
  await done(operator.GET('/api/admin/bank-payments', { params: { query: { state: 'waiting' } } }));
  const decision = { decision: 'credit' as const, mandateId, reason: 'Known by name' };
  await done(
    operator.POST(`${files}/{bankFileId}/payments/{position}/decision`, {
      params: { path: { ...path, position: '2' } },
      body: decision,
    }),
  );
}
