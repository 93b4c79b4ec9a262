import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { type AuditBy, auditBy, recordAudit } from '#identity/audit/audit.ts';
import { lockMandate } from '#identity/mandates/mandate.store.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { addressAnswer, addressBody } from './billing-address.contract.ts';
import { type BillingAddress, findAddress, upsertAddress } from './billing-address.store.ts';
import { readAddress } from './read-address.ts';

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
