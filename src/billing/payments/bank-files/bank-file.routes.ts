import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute, apiStream } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { must } from '#kernel/assert.ts';
import { uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import * as shapes from './bank-file.contract.ts';
import {
  downloadBankFile,
  listKeptPayments,
  listUploads,
  previewBankFile,
  uploadBankFile,
} from './bank-file.service.ts';
import { decideByHand } from './decide-by-hand.service.ts';
import { describeKept } from './describe-bank-file.ts';
import { listPayments } from './kept-payment.store.ts';

const common = { tag: 'Bank files', permission: 'resource.billing.credit' } as const;

/** Files of the bank, their payments, and what a person decides about them. For the operator. */
export function bankFileRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'POST',
      path: '/api/admin/bank-files',
      summary:
        'Takes a file of the bank (camt.053 or camt.054, version 001.08), and credits what was asked for',
      query: shapes.bankFilePreviewQuery,
      body: shapes.bankFileBody,
      maxBodyBytes: shapes.MOST_BANK_FILE_BODY,
      answer: shapes.uploadAnswer,
      status: 201,
      handle: (call) =>
        call.query.preview
          ? previewBankFile(db, call.body)
          : uploadBankFile(db, call.body, { ...auditBy(call), userId: call.actor.userId }),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: '/api/admin/bank-files',
      summary: 'The files that were uploaded, the newest first, with their counts and sums',
      query: shapes.bankFilesQuery,
      answer: shapes.bankFilesAnswer,
      handle: ({ query }) => listUploads(db, query),
    }),
    apiStream({
      ...common,
      method: 'GET',
      path: '/api/admin/bank-files/:bankFileId/content',
      summary: 'A file as it came, byte for byte',
      params: shapes.bankFileParams,
      produces: ['application/xml'],
      handle: ({ params }) => downloadBankFile(db, params.bankFileId),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: '/api/admin/bank-payments',
      summary: 'Payments in files of the bank, by state: those that wait for a person are `waiting`',
      query: shapes.bankPaymentsQuery,
      answer: shapes.bankPaymentsAnswer,
      handle: ({ query }) => listKeptPayments(db, query),
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: '/api/admin/bank-files/:bankFileId/payments/:position/decision',
      summary:
        'Decides about a payment: credits it, refuses it, takes a top-up back, or undoes what was decided',
      params: shapes.bankPaymentParams,
      body: shapes.decisionBody,
      answer: shapes.decisionAnswer,
      handle: async (call) => {
        const { bankFileId: fileId, position } = call.params;
        const by = { ...auditBy(call), userId: call.actor.userId };
        const { owed } = await decideByHand(db, { fileId, position }, call.body, by);
        const after = { fileId: uuidOf(fileId), position: position - 1 };
        const [payment] = await describeKept(db, await listPayments(db, { fileId, after, limit: 1 }));
        return {
          payment: must(payment, 'the payment'),
          ...(owed === undefined ? {} : { owedChf: formatChf(owed) }),
        };
      },
    }),
  ];
}
