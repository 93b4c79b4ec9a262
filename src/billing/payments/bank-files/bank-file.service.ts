import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import type { HttpAnswer } from '#http/http-answer.ts';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import type { AuditBy } from '#identity/audit/audit.ts';
import { namesOfUsers } from '#identity/users/user-names.store.ts';
import { must } from '#kernel/assert.ts';
import { AppError } from '#kernel/error.ts';
import { type BankFileId, type UserId, uuidOf } from '#kernel/id.ts';
import type {
  bankFileBody,
  bankFilesAnswer,
  bankPaymentsAnswer,
  uploadAnswer,
} from './bank-file.contract.ts';
import {
  countPayments,
  findBankFile,
  findBankFileContent,
  listBankFiles,
  storeStatement,
} from './bank-file.store.ts';
import type { PaymentState } from './bank-payment.store.ts';
import { describeCounts, describeKept, describePlanned, describeStatement } from './describe-bank-file.ts';
import { listPayments } from './kept-payment.store.ts';
import { type PlannedPayment, planPayments } from './planned-payment.ts';
import { settlePayments } from './settle-payments.ts';
import { keepUpload, type ReadBankFile, readUpload } from './upload-bank-file.ts';

/** Payments in the answer to an upload. */
const MOST_SHOWN = 500;

type UploadAnswer = z.input<typeof uploadAnswer>;

/** What would become of a file's payments: nothing is kept or booked. Throws as `readUpload`. */
export async function previewBankFile(db: Db, body: z.output<typeof bankFileBody>): Promise<UploadAnswer> {
  const upload = await readUpload(db, body);
  const known = await findBankFile(db, { sha256: upload.sha256 });
  if (known) return describeUpload(db, upload, { fileId: known.id, isNew: false, kept: false });
  const planned = await planPayments(db, upload.read, upload.sha256);
  return {
    ...factsOf(upload),
    ...{ kept: false, isNew: true, counts: describeCounts(countPlanned(planned)) },
    shown: [...(await describePlanned(db, planned.slice(0, MOST_SHOWN)))],
  };
}

/** Keeps a file and books it; the same file again only answers. Throws as `readUpload`. */
export async function uploadBankFile(
  db: Db,
  body: z.output<typeof bankFileBody>,
  by: AuditBy & { readonly userId: UserId },
): Promise<UploadAnswer> {
  const upload = await readUpload(db, body);
  const kept = await keepUpload(db, upload, by);
  await settlePayments(db);
  return describeUpload(db, upload, { ...kept, kept: true });
}

function factsOf({ name, sha256, read }: ReadBankFile) {
  const { kind, messageId, payments, statements } = read;
  return {
    ...{ name, kind, messageId, sha256, payments: payments.length },
    statements: statements.map((statement) => describeStatement(storeStatement(statement))),
  };
}

async function describeUpload(
  db: Db,
  upload: ReadBankFile,
  { fileId, isNew, kept }: { readonly fileId: BankFileId; readonly isNew: boolean; readonly kept: boolean },
): Promise<UploadAnswer> {
  const counts = (await countPayments(db, [fileId])).get(fileId) ?? [];
  const shown = await describeKept(db, await listPayments(db, { fileId, limit: MOST_SHOWN }));
  return { ...factsOf(upload), kept, fileId, isNew, counts: describeCounts(counts), shown: [...shown] };
}

function countPlanned(planned: readonly PlannedPayment[]) {
  const groups = Map.groupBy(planned, ({ state }) => (state === 'open' ? 'credited' : state));
  return [...groups].map(([state, group]) => ({
    ...{ state, count: group.length },
    credited: group.reduce(
      (sum, { decision }) => (decision.kind === 'credit' ? sum + decision.request.amount : sum),
      0n,
    ),
  }));
}

interface Paging {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The files that were uploaded, the newest first, with what became of their payments. */
export async function listUploads(
  db: Db,
  { cursor, limit }: Paging,
): Promise<z.input<typeof bankFilesAnswer>> {
  const [before] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
  const rows = await listBankFiles(db, before, limit + 1);
  const { page, ...next } = pageOf(rows, limit, ({ id }) => [uuidOf(id)]);
  const counts = await countPayments(
    db,
    page.map(({ id }) => id),
  );
  const names = await namesOfUsers(
    db,
    page.map(({ uploadedBy }) => uploadedBy),
  );
  return {
    files: page.map(({ id, statements, uploadedAt, ...file }) => ({
      ...file,
      fileId: id,
      statements: statements.map(describeStatement),
      counts: describeCounts(counts.get(id) ?? []),
      uploadedAt: uploadedAt.toISOString(),
      uploadedByName: names.get(file.uploadedBy)?.name,
    })),
    ...next,
  };
}

/** Payments of all files or of one, in their order, the newest file first. */
export async function listKeptPayments(
  db: Db,
  query: Paging & { readonly fileId?: BankFileId | undefined; readonly state?: PaymentState | undefined },
): Promise<z.input<typeof bankPaymentsAnswer>> {
  const { cursor, limit, fileId, state } = query;
  const [file, position] = decodePageCursor(cursor, [UUID_FORM, /^\d{1,6}$/]) ?? [];
  const after = file === undefined ? undefined : { fileId: file, position: Number(position) };
  const rows = await listPayments(db, { fileId, state, after, limit: limit + 1 });
  const { page, ...next } = pageOf(rows, limit, (last) => [uuidOf(last.fileId), `${last.position}`]);
  return { payments: [...(await describeKept(db, page))], ...next };
}

/** The file as it came, as a download. Throws `not_found`. */
export async function downloadBankFile(db: Db, id: BankFileId): Promise<HttpAnswer> {
  const file = await findBankFile(db, { id });
  if (!file) throw new AppError('not_found', {}, 'There is no such file.');
  return {
    status: 200,
    headers: {
      'content-type': 'application/xml',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'content-security-policy': "sandbox; default-src 'none'",
    },
    body: must(await findBankFileContent(db, id), 'the content of the file'),
  };
}
