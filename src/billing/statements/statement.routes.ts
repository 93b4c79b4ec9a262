import type { Db } from '#db/database.ts';
import { decodePageCursor, pageOf } from '#http/page-cursor.ts';
import { type ApiRoute, apiRoute, apiStream } from '#identity/access/api-route.ts';
import { keptPdf } from './kept-pdf.ts';
import {
  previewAnswer,
  previewQuery,
  statementAnswer,
  statementExportQuery,
  statementListAnswer,
  statementListQuery,
  statementParams,
} from './statement.contract.ts';
import { listStatements } from './statement.store.ts';
import { readArchive } from './statement-archive.ts';
import { pdfFile, statementFile } from './statement-file.ts';
import { statementPdf } from './statement-pdf.ts';
import { previewOf } from './statement-preview.ts';

const common = { method: 'GET', tag: 'Statements', permission: 'resource.billing.read' } as const;
const PATH = '/api/billing/statements';
const ONE = `${PATH}/:documentId` as const;
const TABLES = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'];
const MONTH_FORM = /^2\d{3}-\d{2}$/;

/** Monthly statements: the list, what each says, its PDF, its file. Whoever reads one is in the audit log. */
export function statementRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      path: PATH,
      summary: 'Monthly statements, the newest first: opening + movements = closing',
      query: statementListQuery,
      answer: statementListAnswer,
      handle: async ({ actor, query: { cursor, limit } }) => {
        const [before] = decodePageCursor(cursor, [MONTH_FORM]) ?? [];
        const rows = await listStatements(db, actor.mandateId, { before, most: limit + 1 });
        const { page, ...next } = pageOf(rows, limit, ({ month }) => [month]);
        const statements = page.map(({ figures, issuedAt, ...row }) => ({
          ...row,
          ...figures,
          issuedAt: issuedAt.toISOString(),
        }));
        return { statements, ...next };
      },
    }),
    ...previewRoutes(db),
    apiRoute({
      ...common,
      path: ONE,
      summary: 'What a statement says: balances, movements, usage, wallets, VAT',
      params: statementParams,
      answer: statementAnswer,
      handle: async (call) => {
        const { id, number, issuedAt, sha256, figures } = await readArchive(db, call, 'figures');
        return { id, number, issuedAt: issuedAt.toISOString(), sha256, figures };
      },
    }),
    apiStream({
      ...common,
      path: `${ONE}/pdf`,
      summary: 'The PDF of a statement, as it was issued',
      params: statementParams,
      produces: ['application/pdf'],
      handle: async (call) => {
        const statement = await readArchive(db, call, 'pdf');
        return pdfFile(await keptPdf(db, statement), statement);
      },
    }),
    apiStream({
      ...common,
      path: `${ONE}/export`,
      summary: 'A statement as a table, with exact amounts',
      params: statementParams,
      query: statementExportQuery,
      produces: TABLES,
      handle: async (call) =>
        statementFile(await readArchive(db, call, call.query.format), call.query.format),
    }),
  ];
}

/** Of what is not issued yet: it has no number, and changes with every booking. */
function previewRoutes(db: Db): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      path: `${PATH}/preview`,
      summary: 'What the statement of a month would say if it were issued now',
      query: previewQuery,
      answer: previewAnswer,
      handle: async ({ actor, query }) => ({
        figures: (await previewOf(db, actor.mandateId, query)).figures,
      }),
    }),
    apiStream({
      ...common,
      path: `${PATH}/preview/pdf`,
      summary: 'The same as a PDF without number',
      query: previewQuery,
      produces: ['application/pdf'],
      handle: async ({ actor, query }) => {
        const preview = await previewOf(db, actor.mandateId, query);
        return pdfFile(await statementPdf({ ...preview, number: undefined }), { ...preview, number: null });
      },
    }),
    apiStream({
      ...common,
      path: `${PATH}/preview/export`,
      summary: 'The same as a table',
      query: previewQuery.extend(statementExportQuery.shape),
      produces: TABLES,
      handle: async ({ actor, query: { format, ...query } }) =>
        statementFile({ ...(await previewOf(db, actor.mandateId, query)), number: null }, format),
    }),
  ];
}
