import { expect, test } from 'vitest';
import { readIssuer } from '#billing/documents/issuer.store.ts';
import { operatorApi } from '#test/support/api-client.ts';
import { startTestRappen } from '#test/support/rappen.ts';

const rappen = await startTestRappen();
const { db } = rappen.context.database;
const operator = await operatorApi(rappen);

const TYPED = {
  company: 'Betreiber SA',
  street: 'Rue du Rhône',
  houseNumber: '8',
  postcode: '1204',
  town: 'Genève',
  country: 'CH',
  uid: 'che109322551 tva',
  phone: '+41 22 000 00 00',
  website: 'betreiber.example',
  email: 'billing@betreiber.example',
  iban: 'ch93 0076 2011 6238 5295 7',
  qrIban: 'CH44 3199 9123 0008 8901 2',
};

test('without a letter head nothing is issued; what the operator types is kept, and who changed it', async () => {
  await rappen.database.openOwner(1).pool.query('delete from document_issuer');
  expect((await operator.get('/api/admin/issuer')).body).toEqual({ issuer: null });
  await expect(readIssuer(db)).rejects.toMatchObject({ code: 'issuer_missing', status: 409 });
  const expected = {
    ...TYPED,
    uid: 'CHE-109.322.551',
    vatSuffix: 'TVA',
    iban: 'CH9300762011623852957',
    qrIban: 'CH4431999123000889012',
  };
  const { status, body } = await operator.send('PUT', '/api/admin/issuer', TYPED);
  expect({ status, body }).toEqual({ status: 200, body: { issuer: expected } });
  expect(await readIssuer(db)).toEqual(expected);
  await operator.send('PUT', '/api/admin/issuer', { ...TYPED, town: 'Lausanne' });
  const { entries } = (await operator.get('/api/admin/audit?limit=1')).body;
  expect(entries[0]).toMatchObject({
    action: 'issuer.changed',
    before: { town: 'Genève' },
    after: { town: 'Lausanne', qrIban: 'CH4431999123000889012' },
  });
});

test.each([
  ['body.uid', { uid: 'CHE-109.322.552' }],
  ['body.iban', { iban: 'CH93 0076 2011 6238 5295 8' }],
  ['body.iban', { iban: TYPED.qrIban }],
  ['body.qrIban', { qrIban: TYPED.iban }],
  ['body.postcode', { postcode: '12040' }],
  ['body.country', { country: 'ZZ' }],
  ['body.company', { company: 'Мустер AG' }],
])('a mistake is refused and named: %s %o', async (path, mistake) => {
  const { status, body } = await operator.send('PUT', '/api/admin/issuer', { ...TYPED, ...mistake });
  expect({ status, path: body.path }).toEqual({ status: 422, path });
});
