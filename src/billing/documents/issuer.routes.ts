import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { type AuditBy, auditBy, recordAudit } from '#identity/audit/audit.ts';
import { lockMandate } from '#identity/mandates/mandate.store.ts';
import { ROOT_MANDATE_ID } from '#identity/mandates/mandate.ts';
import { invalidRequest } from '#kernel/error.ts';
import { isQrIban, parseIban } from '#kernel/iban.ts';
import { readAddress } from '../addresses/read-address.ts';
import { issuerAnswer, issuerBody } from './issuer.contract.ts';
import { findIssuer, type Issuer, upsertIssuer } from './issuer.store.ts';

const common = {
  tag: 'Documents',
  permission: 'resource.billing.terms',
  path: '/api/admin/issuer',
  answer: issuerAnswer,
} as const;

/** The letter head of statements and invoices, and the accounts that are paid into. */
export function issuerRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      summary: 'Who issues statements and invoices: the letter head, and the accounts to pay into',
      handle: async () => ({ issuer: (await findIssuer(db)) ?? null }),
    }),
    apiRoute({
      ...common,
      method: 'PUT',
      summary: 'Sets who issues statements and invoices; documents that were issued stay as they are',
      body: issuerBody,
      handle: async (call) => {
        const issuer = readBody(call.body);
        await setIssuer(db, { ...auditBy(call), mandateId: ROOT_MANDATE_ID }, issuer);
        return { issuer };
      },
    }),
  ];
}

/** Throws `invalid_request` for a UID or an IBAN whose check digits are wrong, and for one that stands in the other's place. */
function readBody({ iban: ibanTyped, qrIban: qrIbanTyped, ...rest }: z.output<typeof issuerBody>): Issuer {
  const iban = readIban('body.iban', ibanTyped);
  const qrIban = readIban('body.qrIban', qrIbanTyped);
  if (iban !== null && isQrIban(iban)) throw invalidRequest('body.iban', 'is a QR-IBAN');
  if (qrIban !== null && !isQrIban(qrIban)) {
    throw invalidRequest('body.qrIban', 'is no QR-IBAN: its bank number is not from 30000 to 31999');
  }
  return { ...readAddress(rest), iban, qrIban };
}

function readIban(path: string, typed: string | null): string | null {
  if (typed === null) return null;
  const iban = parseIban(typed);
  if (iban === undefined) throw invalidRequest(path, 'is no IBAN: its form or its check digits are wrong');
  return iban;
}

async function setIssuer(db: Db, by: AuditBy, issuer: Issuer): Promise<void> {
  await transaction(db, async (tx) => {
    await lockMandate(tx, ROOT_MANDATE_ID);
    const before = await findIssuer(tx);
    await upsertIssuer(tx, issuer);
    await recordAudit(tx, by, {
      action: 'issuer.changed',
      subject: ROOT_MANDATE_ID,
      before: before && { ...before },
      after: { ...issuer },
    });
  });
}
