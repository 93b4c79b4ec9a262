import { deleteIssuer, findIssuer, type Issuer, upsertIssuer } from '#billing/documents/issuer.store.ts';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';

/** Nobody's: the account is the example of the QR-bill's guidelines, the UID that of the register's description. */
const DEMO_ISSUER: Issuer = {
  company: 'Rappen Demo AG',
  street: 'Seilergraben',
  houseNumber: '61',
  postcode: '8001',
  town: 'Zürich',
  country: 'CH',
  uid: 'CHE-109.322.551',
  vatSuffix: 'MWST',
  email: 'billing@rappen.example',
  phone: '+41 44 000 00 00',
  website: 'rappen.example',
  iban: 'CH9300762011623852957',
  qrIban: 'CH4431999123000889012',
};

/** In demo mode, so that documents can be looked at; a letter head that is there stays. */
export async function ensureDemoIssuer(db: Db): Promise<void> {
  await transaction(db, async (tx) => {
    if (!(await findIssuer(tx))) await upsertIssuer(tx, DEMO_ISSUER);
  });
}

/** Outside demo mode nothing may be issued in the name of a company that does not exist. */
export async function removeDemoIssuer(db: Db): Promise<void> {
  await transaction(db, (tx) => deleteIssuer(tx, DEMO_ISSUER));
}
