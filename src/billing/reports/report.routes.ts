import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { type ApiRoute, apiRoute, apiStream } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { uuidOf } from '#kernel/id.ts';
import { frameAnswer } from '#mail/mail-frame.ts';
import {
  reportPreviewAnswer,
  reportPreviewQuery,
  reportRunsAnswer,
  reportSendBody,
  reportSentAnswer,
  reportsAnswer,
  reportsQuery,
} from './report.contract.ts';
import { previewHtml, previewReport, type ReportByHandDeps, sendReport } from './report-by-hand.service.ts';
import { type ListedReport, listReports } from './report-list.store.ts';
import { selectReportProblems, selectReportRuns } from './report-runs.store.ts';

const MONTH_FORM = /^20\d\d-\d\d$/;
const common = {
  tag: 'Reports',
  permission: 'resource.billing.settings',
  path: '/api/admin/mandates/:mandateId/billing/reports',
  params: ofMandate,
} as const;

/** Monthly reports: what was sent to whom, sending one again, and how far the operator's run of the month is. */
export function reportRoutes(deps: ReportByHandDeps): readonly ApiRoute[] {
  const { db } = deps;
  return [
    apiRoute({
      ...common,
      method: 'GET',
      summary: 'Monthly reports, the newest first, with the mails that they became',
      query: reportsQuery,
      answer: reportsAnswer,
      handle: async ({ actor, query: { cursor, limit } }) => {
        const after = decodePageCursor(cursor, [MONTH_FORM, UUID_FORM]);
        const place =
          after?.[0] !== undefined && after[1] !== undefined ? ([after[0], after[1]] as const) : undefined;
        const rows = await listReports(db, actor.mandateId, { after: place, limit: limit + 1 });
        const { page, ...next } = pageOf(rows, limit, ({ month, id }) => [month, uuidOf(id)]);
        return { reports: page.map(describe), ...next };
      },
    }),
    apiRoute({
      ...common,
      method: 'POST',
      summary: 'Sends the report of a past month again, to its recipients or to oneself',
      needsIdempotencyKey: true,
      body: reportSendBody,
      answer: reportSentAnswer,
      handle: ({ actor, body, idempotencyKey, ...call }) => {
        const wanted = { ...body, mandateId: actor.mandateId, userId: body.userId };
        return sendReport(
          deps,
          { ...auditBy({ actor, ...call }), userId: actor.userId },
          wanted,
          idempotencyKey,
        );
      },
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: `${common.path}/preview`,
      summary: 'What the report of a past month says, and who would get it',
      query: reportPreviewQuery,
      answer: reportPreviewAnswer,
      handle: ({ actor, query }) =>
        previewReport(deps, { month: query.month, mandateId: actor.mandateId, userId: query.userId }),
    }),
    apiStream({
      ...common,
      method: 'GET',
      path: `${common.path}/preview/html`,
      summary: 'The same as a page that runs and loads nothing, for a frame',
      query: reportPreviewQuery,
      produces: ['text/html'],
      handle: async ({ actor, query }) =>
        frameAnswer(await previewHtml(deps, { ...query, mandateId: actor.mandateId, userId: query.userId })),
    }),
    apiRoute({
      method: 'GET',
      path: '/api/admin/reports',
      summary: 'How far the monthly reports of all mandates are, and which could not be made',
      tag: 'Reports',
      permission: 'resource.billing.overview',
      answer: reportRunsAnswer,
      handle: async () => {
        const [months, problems] = [await selectReportRuns(db), await selectReportProblems(db)];
        return {
          months: months.map(({ plannedAt, ...run }) => ({ ...run, plannedAt: plannedAt.toISOString() })),
          problems: problems.map(({ nextAttemptAt, ...problem }) => ({
            ...problem,
            nextAttemptAt: nextAttemptAt?.toISOString(),
          })),
        };
      },
    }),
  ];
}

function describe({ madeAt, mails, ...report }: ListedReport) {
  return {
    ...report,
    madeAt: madeAt?.toISOString(),
    mails: mails.map(({ writtenAt, sentAt, ...mail }) => ({
      ...mail,
      writtenAt: writtenAt.toISOString(),
      sentAt: sentAt?.toISOString(),
    })),
  };
}
