import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import type { OutgoingWebhook } from './outgoing-webhook.query.ts';

const WEBHOOK = '/api/admin/mandates/{mandateId}/billing/webhook';

export function setOutgoingWebhook(mandateId: string, url: string): Promise<OutgoingWebhook> {
  return answerOf(apiIn(mandateId).PUT(WEBHOOK, { params: { path: { mandateId } }, body: { url } }));
}

export async function removeOutgoingWebhook(mandateId: string): Promise<void> {
  await answerOf(apiIn(mandateId).DELETE(WEBHOOK, { params: { path: { mandateId } } }));
}

/** The old secret signs too for a day. */
export function renewOutgoingSecret(mandateId: string): Promise<OutgoingWebhook> {
  return answerOf(apiIn(mandateId).POST(`${WEBHOOK}/secret`, { params: { path: { mandateId } } }));
}

export async function sendTestEvent(mandateId: string): Promise<void> {
  await answerOf(apiIn(mandateId).POST(`${WEBHOOK}/test`, { params: { path: { mandateId } } }));
}
