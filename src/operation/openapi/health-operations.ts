import type { Operation, Response } from './openapi.ts';
import { problemReferences } from './problem-responses.ts';
import { securityFor } from './route-operation.ts';

export const HEALTH_TAG = 'Operation of Rappen';

const answer = (description: string, type: string): Record<string, Response> => ({
  200: {
    description,
    content: { [type]: { schema: { type: type === 'text/plain' ? 'string' : 'object' } } },
  },
});

/** For load balancers and monitoring; outside of `/api`. */
export const HEALTH_PATHS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/healthz': {
    get: {
      operationId: 'getHealthz',
      summary: 'The process lives',
      tags: [HEALTH_TAG],
      security: [],
      parameters: [],
      responses: answer('It does', 'application/json'),
    },
  },
  '/readyz': {
    get: {
      operationId: 'getReadyz',
      summary: 'It takes calls, and the database answers',
      tags: [HEALTH_TAG],
      security: [],
      parameters: [],
      responses: { ...answer('It is ready', 'application/json'), ...problemReferences([503]) },
    },
  },
  '/metrics': {
    get: {
      operationId: 'getMetrics',
      summary: 'Metrics for Prometheus',
      description: "Without a key from the machine itself, with one of the operator's from elsewhere.",
      tags: [HEALTH_TAG],
      security: [{}, ...securityFor('billing:read')],
      parameters: [],
      responses: { ...answer('The metrics', 'text/plain'), ...problemReferences([401, 403]) },
      'x-rappen-permission': 'resource.operation.metrics',
      'x-rappen-scope': 'billing:read',
    },
  },
};
