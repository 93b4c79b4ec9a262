import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import type { HttpAnswer } from '#http/http-answer.ts';
import { decodePageCursor, MICROS_FORM, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { AppError } from '#kernel/error.ts';
import { ibanText } from '#kernel/iban.ts';
import { type MandateId, type TopUpRequestId, uuidOf } from '#kernel/id.ts';
import { formatChf } from '#kernel/money.ts';
import { qrBillText } from '../../documents/qr-bill.ts';
import { ratePercent } from '../../statements/vat.ts';
import { formatReference } from '../references/payment-reference.ts';
import { asPaid } from './paid-request.ts';
import { requireRequest } from './request-top-up.service.ts';
import { askedPayment } from './top-up-figures.ts';
import { receiptPdf, topUpPdf } from './top-up-pdf.ts';
import type {
  topUpRequestAnswer,
  topUpRequestsAnswer,
  topUpRequestsQuery,
} from './top-up-request.contract.ts';
import { listRequests, type TopUpRequest } from './top-up-request.store.ts';

function describe(request: TopUpRequest) {
  const { id, number, state, amount, payable, reference, requestedAt, requestedBy, figures } = request;
  const { closedAt, paidOn, transactionId } = request;
  const { vat } = figures;
  return {
    ...{ requestId: id, number, state, requestedBy, requestedAt: requestedAt.toISOString() },
    ...{ amountChf: formatChf(amount), payableChf: formatChf(payable) },
    ...(vat === null ? {} : { vatChf: formatChf(BigInt(vat.amount)), vatPercent: ratePercent(vat.ratePpm) }),
    ...{ reference: formatReference(reference), iban: ibanText(figures.iban), payee: figures.issuer.company },
    ...(closedAt === undefined ? {} : { closedAt: closedAt.toISOString() }),
    ...(paidOn === undefined ? {} : { paidOn }),
    ...(transactionId === undefined ? {} : { transactionId }),
  };
}

/** One request, with what its QR code holds. Throws `not_found`. */
export async function describeRequest(
  db: Db,
  mandateId: MandateId,
  id: TopUpRequestId,
): Promise<z.input<typeof topUpRequestAnswer>> {
  const request = await requireRequest(db, mandateId, id);
  const names = await namesOfUsers(db, [request.requestedBy]);
  return {
    ...describe(request),
    requestedByName: names.get(request.requestedBy)?.name,
    qrText: qrBillText(askedPayment(request.figures, request.number)),
  };
}

/** The newest first. */
export async function listTopUpRequests(
  db: Db,
  mandateId: MandateId,
  { cursor, limit, state }: z.output<typeof topUpRequestsQuery>,
): Promise<z.input<typeof topUpRequestsAnswer>> {
  const [atMicros, id] = decodePageCursor(cursor, [MICROS_FORM, UUID_FORM]) ?? [];
  const after = atMicros !== undefined && id !== undefined ? { atMicros, id } : undefined;
  const rows = await listRequests(db, mandateId, { state, after, limit: limit + 1 });
  const { page, ...next } = pageOf(rows, limit, (last) => [last.atMicros, uuidOf(last.id)]);
  const names = await namesOfUsers(
    db,
    page.map(({ requestedBy }) => requestedBy),
  );
  return {
    requests: page.map((request) => ({
      ...describe(request),
      requestedByName: names.get(request.requestedBy)?.name,
    })),
    ...next,
  };
}

/** The bill, or the receipt of one that is paid, as a download. Throws `not_found`; `conflict` for a receipt before the payment. */
export async function downloadRequest(
  db: Db,
  mandateId: MandateId,
  { id, which }: { readonly id: TopUpRequestId; readonly which: 'bill' | 'receipt' },
): Promise<HttpAnswer> {
  const request = await requireRequest(db, mandateId, id);
  if (which === 'receipt' && request.state !== 'paid')
    throw new AppError('conflict', { state: request.state }, 'This request is not paid yet.');
  const name = which === 'bill' ? `${request.number}.pdf` : `${request.number}-paid.pdf`;
  return {
    status: 200,
    headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${name}"` },
    body: await (which === 'bill' ? topUpPdf(request) : receiptPdf(asPaid(request))),
  };
}
