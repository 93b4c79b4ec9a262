import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import { ofMandate } from '#identity/mandates/mandate-params.contract.ts';
import { describeSettings, readSettings } from './describe-settings.ts';
import { settingsAnswer, settingsBody } from './settings.contract.ts';
import { changeSettings, requireSettings } from './settings-change.service.ts';

const common = {
  tag: 'Billing settings',
  permission: 'resource.billing.settings',
  path: '/api/admin/mandates/:mandateId/billing/settings',
  params: ofMandate,
  answer: settingsAnswer,
} as const;

/** A mandate's warnings, reports and language, and the terms that the operator sets. */
export function settingsRoutes(deps: {
  readonly db: Db;
  readonly providerNames: readonly string[];
}): readonly ApiRoute[] {
  return [
    apiRoute({
      ...common,
      method: 'GET',
      summary: 'The billing settings of the mandate',
      handle: async ({ actor }) => describeSettings(await requireSettings(deps.db, actor.mandateId)),
    }),
    apiRoute({
      ...common,
      method: 'PUT',
      summary: 'Sets all billing settings of the mandate; its terms are for the operator',
      body: settingsBody,
      handle: async (call) =>
        describeSettings(await changeSettings(deps, call.actor, auditBy(call), readSettings(call.body))),
    }),
  ];
}
