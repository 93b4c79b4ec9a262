import type { Db } from '#db/database.ts';
import { transaction } from '#db/transaction.ts';
import { type ApiRoute, apiAction, apiRoute } from '#identity/access/api-route.ts';
import { auditBy, recordAudit } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { deleteStop, selectStops } from '#mail/mail-stop.store.ts';
import { reportStopQuery, reportStopsAnswer } from './report-stop.contract.ts';

const common = {
  path: '/api/admin/mandates/:mandateId/billing/report-stops',
  tag: 'Billing settings',
  permission: 'resource.billing.settings',
  params: ofMandate,
} as const;

/** Which addresses get no more reports of the mandate, and why. */
export function reportStopRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      summary: 'Addresses that have unsubscribed from reports, or to which a mail could not be delivered',
      answer: reportStopsAnswer,
      handle: async ({ actor }) => ({
        stops: (await selectStops(db, actor.mandateId)).map(({ stoppedAt, mailId: _, ...stop }) => ({
          ...stop,
          stoppedAt: stoppedAt.toISOString(),
        })),
      }),
    }),
    apiAction({
      ...common,
      method: 'DELETE',
      summary: 'Has reports sent to the address again; the same again changes nothing',
      query: reportStopQuery,
      handle: (call) =>
        transaction(db, async (tx) => {
          const { mandateId } = call.actor;
          const { reason } = call.query;
          const address = call.query.address.toLowerCase();
          if (!(await deleteStop(tx, { mandateId, address }, reason))) return;
          await recordAudit(tx, auditBy(call), {
            action: 'reports.resumed',
            subject: address,
            before: { reason },
          });
        }),
    }),
  ];
}
