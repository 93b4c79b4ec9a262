import type { z } from 'zod';
import type { Db } from '#db/database.ts';
import { type ApiRoute, apiRoute } from '#identity/access/api-route.ts';
import { auditBy } from '#identity/audit/audit.ts';
import {
  type proofOverviewAnswer as overviewAnswer,
  proofOverviewAnswer,
  proofRequestedAnswer,
} from './proof.contract.ts';
import { type ProofOverview, readProofs, requestProof } from './proof.service.ts';
import type { Proof } from './proof.ts';

export function proofRoutes({ db }: { readonly db: Db }): readonly ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/admin/proof',
      summary: 'The last recount, when the next one is, and the last thirty',
      tag: 'Operation',
      permission: 'resource.operation.proof',
      answer: proofOverviewAnswer,
      handle: async () => describe(await readProofs(db)),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/admin/proof',
      summary: 'Starts a recount now; one at a time',
      tag: 'Operation',
      permission: 'resource.operation.proof',
      answer: proofRequestedAnswer,
      status: 202,
      handle: async (call) => ({ id: await requestProof(db, auditBy(call)) }),
    }),
  ];
}

function describe({ last, current, nextRunAt, history }: ProofOverview): z.input<typeof overviewAnswer> {
  return {
    last: last && { ...describeProof(last), differences: [...last.differences] },
    current: current && describeProof(current),
    nextRunAt: nextRunAt?.toISOString(),
    history: history.map(describeProof),
  };
}

function describeProof({ differences: _, askedAt, startedAt, finishedAt, ...proof }: Proof) {
  return {
    ...proof,
    askedAt: askedAt.toISOString(),
    startedAt: startedAt?.toISOString(),
    finishedAt: finishedAt?.toISOString(),
  };
}
