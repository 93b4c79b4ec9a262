import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import type { Me, MyMandate } from './me.query.ts';

/** The mandate that a page acts in, and what this person may do there. */
export interface ActingMandate extends MyMandate {
  /** The operator looks at a mandate that is not his own. */
  readonly isVisited: boolean;
}

/** Of the operator: who may make mandates may look into all of them. */
const OPERATOR_ABILITY = 'resource.identity.mandates';

/** The mandate that an address names, if this person has access to it. */
export async function actingMandate(
  queryClient: QueryClient,
  me: Me,
  mandateId: string | undefined,
): Promise<ActingMandate | undefined> {
  const own = me.mandates.find(({ id }) => id === mandateId);
  const operator = operatorMandate(me);
  // The operator may do more in a mandate than what a membership of it gives him.
  if (own) return { ...own, ...(operator && abilitiesOf(operator)), isVisited: false };
  if (!operator || mandateId === undefined) return undefined;
  const visited = await queryClient.ensureQueryData(visitedMandateQuery(mandateId)).catch(missing);
  return visited && { ...visited, ...abilitiesOf(operator), isVisited: true };
}

/** The membership by which this person is the operator, if he is. */
export function operatorMandate(me: Me): MyMandate | undefined {
  return me.mandates.find(({ abilities }) => abilities.includes(OPERATOR_ABILITY));
}

function abilitiesOf({ role, abilities }: MyMandate): Pick<MyMandate, 'role' | 'abilities'> {
  return { role, abilities };
}

const visitedMandateQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['visited-mandate', mandateId],
    queryFn: async ({ signal }) => {
      const params = { path: { mandateId } };
      const { name, status } = await answerOf(api.GET('/api/admin/mandates/{mandateId}', { params, signal }));
      return { id: mandateId, name, status };
    },
  });

function missing(error: unknown): undefined {
  if (error instanceof ApiProblem && (error.status === 404 || error.status === 422)) return undefined;
  throw error;
}
