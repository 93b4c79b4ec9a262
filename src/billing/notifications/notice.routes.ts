import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import * as shapes from './notice.contract.ts';
import { readNotices } from './notice-list.service.ts';
import { changeWalletWarning, readWalletWarnings } from './wallet-warning.service.ts';

const common = { tag: 'Warnings', permission: 'resource.billing.settings' } as const;
const BILLING = '/api/admin/mandates/:mandateId/billing';

/** What a mandate was warned of, and when it is warned of the wallets of its users. */
export function noticeRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      path: `${BILLING}/warnings`,
      summary: 'Warnings of the balance, the newest first: who was told, and whether it has reached them',
      params: ofMandate,
      query: shapes.noticesQuery,
      answer: shapes.noticesAnswer,
      handle: ({ actor, query }) => readNotices(db, actor.mandateId, query),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: `${BILLING}/wallet-warnings`,
      summary: 'When somebody is warned of the wallets of users',
      params: ofMandate,
      query: shapes.noticesQuery,
      answer: shapes.walletWarningsAnswer,
      handle: ({ actor, query }) => readWalletWarnings(db, actor.mandateId, query),
    }),
    apiRoute({
      ...common,
      method: 'PUT',
      path: `${BILLING}/wallet-warnings/:userId`,
      summary: "Sets when somebody is warned of a user's own wallet",
      params: shapes.walletWarningParams,
      body: shapes.walletWarningBody,
      answer: shapes.walletWarning,
      handle: (call) => {
        const { belowChf, belowPercent, daysLeft } = call.body;
        return changeWalletWarning(db, auditBy(call), call.params.userId, {
          below: belowChf ?? undefined,
          percent: belowPercent ?? undefined,
          days: daysLeft ?? undefined,
        });
      },
    }),
  ];
}
