import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { RoleName, RoleView } from './roles.query.ts';

export interface RuleTarget {
  readonly role: RoleName;
  readonly provider: string;
  /** Only this model of it. */
  readonly model?: string | undefined;
}

const PROVIDER = '/api/admin/mandates/{mandateId}/roles/{role}/providers/{provider}';
const MODEL = `${PROVIDER}/models/{model}` as const;

/** Sets a role's rule about a provider or a model; `allowed` undefined takes it away. What follows is in the answer. */
export function changeRule(
  mandateId: string,
  { role, provider, model }: RuleTarget,
  allowed: boolean | undefined,
): Promise<RoleView> {
  const client = apiIn(mandateId);
  if (model === undefined) {
    const params = { path: { mandateId, role, provider } };
    if (allowed === undefined) return answerOf(client.DELETE(PROVIDER, { params }));
    return answerOf(client.PUT(PROVIDER, { params, body: { allowed } }));
  }
  const params = { path: { mandateId, role, provider, model } };
  if (allowed === undefined) return answerOf(client.DELETE(MODEL, { params }));
  return answerOf(client.PUT(MODEL, { params, body: { allowed } }));
}
