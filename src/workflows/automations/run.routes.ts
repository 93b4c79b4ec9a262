import type { Db } from '#db/database.ts';
import type { OfferedModelsDeps } from '#gateway/model-list/offered-models.ts';
import { decodePageCursor, pageOf, UUID_FORM } from '#http/page-cursor.ts';
import { type ApiRoute, apiAction, apiRoute } from '#identity/access/api-route.ts';
import { uuidOf } from '#kernel/id.ts';
import * as shapes from './automation.contract.ts';
import { requireAutomation } from './automation.service.ts';
import { describeRunDetail, describeRuns } from './describe-automation.ts';
import * as runs from './run.service.ts';
import { listRuns } from './run.store.ts';
import { whatIf } from './what-if.service.ts';

export interface RunRoutesDeps extends OfferedModelsDeps {
  readonly db: Db;
}

const common = { tag: 'Automations', permission: 'resource.workflows.automations' } as const;
const AUTOMATION = '/api/automations/:automationId';
const RUNS = `${AUTOMATION}/runs` as const;
const INPUT_BYTES = 1024 * 1024;

/** What automations have done, and what they do now. */
export function runRoutes(deps: RunRoutesDeps): readonly ApiRoute[] {
  const { db } = deps;
  return [
    apiRoute({
      ...common,
      method: 'GET',
      path: RUNS,
      summary: 'The runs of an automation with what each has cost; the newest first',
      params: shapes.automationParams,
      query: shapes.runListQuery,
      answer: shapes.runListAnswer,
      handle: async ({ actor, params, query: { state, cursor, limit } }) => {
        const { mandateId, id: automationId } = await requireAutomation(db, actor, params.automationId);
        const [after] = decodePageCursor(cursor, [UUID_FORM]) ?? [];
        const states = state && [state];
        const found = await listRuns(db, { mandateId, automationId }, { states, after, limit: limit + 1 });
        const { page, ...next } = pageOf(found, limit, ({ place }) => [uuidOf(place.runId)]);
        return { runs: await describeRuns(db, mandateId, page), ...next };
      },
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: RUNS,
      summary: 'Runs an automation now',
      status: 202,
      needsIdempotencyKey: true,
      maxBodyBytes: INPUT_BYTES,
      params: shapes.automationParams,
      body: shapes.newRunBody,
      answer: shapes.runDetail,
      handle: async ({ actor, params, body: { input }, idempotencyKey }) =>
        describeRunDetail(db, await runs.runNow(db, actor, params.automationId, { idempotencyKey, input })),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: `${RUNS}/:runId`,
      summary: 'A run with its input, output and calls',
      params: shapes.runParams,
      answer: shapes.runDetail,
      handle: async ({ actor, params }) => describeRunDetail(db, await runs.requireRun(db, actor, params)),
    }),
    apiAction({
      ...common,
      method: 'POST',
      path: `${RUNS}/:runId/stop`,
      summary: 'Stops a run; what the provider bills for it is charged',
      params: shapes.runParams,
      handle: ({ actor, params }) => runs.stop(db, actor, params),
    }),
    apiRoute({
      ...common,
      method: 'POST',
      path: `${RUNS}/:runId/decision`,
      summary: 'Answers a run that asks, because it has reached a limit',
      params: shapes.runParams,
      body: shapes.decisionBody,
      answer: shapes.runDetail,
      handle: async ({ actor, params, body }) =>
        describeRunDetail(db, await runs.decide(db, actor, params, body)),
    }),
    apiRoute({
      ...common,
      method: 'GET',
      path: `${AUTOMATION}/what-if`,
      summary: 'What the last runs would have cost with another model',
      params: shapes.automationParams,
      query: shapes.whatIfQuery,
      answer: shapes.whatIfAnswer,
      handle: async ({ actor, params, query }) =>
        whatIf(deps, actor, await requireAutomation(db, actor, params.automationId), query),
    }),
  ];
}
