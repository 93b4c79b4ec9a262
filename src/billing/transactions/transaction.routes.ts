import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute, apiStream } from '#identity/access/api-route.ts';
import type { Exports } from './export/export.service.ts';
import { requestedFilter } from './requested-filter.ts';
import { namesIn } from './row-names.ts';
import {
  transactionExportQuery,
  transactionFilter,
  transactionListAnswer,
  transactionListQuery,
  transactionTotalsAnswer,
} from './transaction.contract.ts';
import { describeTotals, describeTransaction } from './transaction-answer.ts';
import { pageOfTransactions } from './transaction-list.service.ts';
import { totalsOfTransactions } from './transaction-totals.service.ts';

export function transactionRoutes(deps: { readonly db: Db; readonly exports: Exports }): readonly ApiRoute[] {
  const { db } = deps;
  return [
    apiRoute({
      method: 'GET',
      path: '/api/billing/transactions',
      summary: 'Bookings, newest first: all of the mandate, or one’s own',
      tag: 'Billing',
      permission: 'resource.billing.own',
      query: transactionListQuery,
      answer: transactionListAnswer,
      handle: async ({ actor, query: { cursor, limit, ...asked } }) => {
        const filter = await requestedFilter(db, actor, asked);
        const { transactions, nextCursor } = await pageOfTransactions(db, actor.mandateId, filter, {
          cursor,
          limit,
        });
        const names = await namesIn(db, actor.mandateId, transactions);
        return { transactions: transactions.map((row) => describeTransaction(row, names)), nextCursor };
      },
    }),
    apiRoute({
      method: 'GET',
      path: '/api/billing/transactions/totals',
      summary: 'Number and sum of the bookings that a filter means, and the balances before and after',
      tag: 'Billing',
      permission: 'resource.billing.own',
      query: transactionFilter,
      answer: transactionTotalsAnswer,
      handle: async ({ actor, query }) =>
        describeTotals(
          await totalsOfTransactions(db, actor.mandateId, await requestedFilter(db, actor, query)),
        ),
    }),
    apiStream({
      method: 'GET',
      path: '/api/billing/transactions/export',
      summary:
        'A file of all bookings that a filter means, with their number, control sum and balances at the end',
      tag: 'Billing',
      permission: 'resource.billing.own',
      query: transactionExportQuery,
      produces: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
      handle: async ({ actor, query: { format, ...asked }, signal }) => {
        const filter = await requestedFilter(db, actor, asked);
        return deps.exports.transactions({ mandateId: actor.mandateId, filter, format, signal });
      },
    }),
  ];
}
