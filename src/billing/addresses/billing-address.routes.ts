import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { type AuditBy, auditBy, recordAudit } from '#identity/audit/audit.ts';
import { lockMandate } from '#identity/mandates/mandate.store.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { COUNTRY_CODES } from '#kernel/country-codes.ts';
import { invalidRequest } from '#kernel/error.ts';
import { parseUid } from '#kernel/uid.ts';
import { addressAnswer, addressBody } from './billing-address.contract.ts';
import { type BillingAddress, findAddress, upsertAddress } from './billing-address.store.ts';

const common = {
  tag: 'Billing settings',
  permission: 'resource.billing.settings',
  path: '/api/admin/mandates/:mandateId/billing/address',
  params: ofMandate,
  answer: addressAnswer,
} as const;

/** The address on a mandate's invoices. */
export function billingAddressRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      summary: 'The address on the invoices of the mandate',
      handle: async ({ actor }) => ({ address: (await findAddress(db, actor.mandateId)) ?? null }),
    }),
    apiRoute({
      ...common,
      method: 'PUT',
      summary: 'Sets the address on the invoices of the mandate',
      body: addressBody,
      handle: async (call) => ({ address: await setAddress(db, auditBy(call), readAddress(call.body)) }),
    }),
  ];
}

/** Throws `invalid_request` for a country that does not exist, and for a UID whose check digit is wrong. */
function readAddress({ uid: text, ...rest }: z.output<typeof addressBody>): BillingAddress {
  const { country, postcode } = rest;
  if (!COUNTRY_CODES.has(country)) throw invalidRequest('body.country', 'is no country of ISO 3166-1');
  // Switzerland and Liechtenstein share one system.
  if ((country === 'CH' || country === 'LI') && !/^[1-9]\d{3}$/.test(postcode)) {
    throw invalidRequest('body.postcode', 'has four digits in Switzerland and Liechtenstein');
  }
  const uid = text === null ? undefined : parseUid(text);
  if (text !== null && !uid)
    throw invalidRequest('body.uid', 'is no UID: its form or its check digit is wrong');
  return { ...rest, uid: uid?.number ?? null, vatSuffix: uid?.vatSuffix ?? null };
}

async function setAddress(db: Db, by: AuditBy, address: BillingAddress): Promise<BillingAddress> {
  await transaction(db, async (tx) => {
    await lockMandate(tx, by.mandateId);
    const before = await findAddress(tx, by.mandateId);
    await upsertAddress(tx, by.mandateId, address);
    await recordAudit(tx, by, {
      action: 'address.changed',
      subject: by.mandateId,
      before: before && { ...before },
      after: { ...address },
    });
  });
  return address;
}
