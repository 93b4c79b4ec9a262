import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import type { SendOptions } from '../two-steps/use-two-steps.ts';
import type { PriceBody, PriceChange } from './price.query.ts';

/** First the effect of a new version, then, with the token of that preview, the version itself. */
export function sendPrice(
  body: PriceBody,
  { shown, idempotencyKey }: SendOptions<PriceChange>,
): Promise<PriceChange> {
  const params = { header: { 'idempotency-key': idempotencyKey } };
  const confirmed = shown?.confirm === undefined ? body : { ...body, confirm: shown.confirm };
  return answerOf(api.POST('/api/admin/prices', { params, body: confirmed }));
}
