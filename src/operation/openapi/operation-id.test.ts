import { expect, test } from 'vitest';
import { operationIdOf } from './operation-id.ts';

test.each([
  ['GET', '/api/me', 'getMe'],
  ['GET', '/api/me/api-keys', 'listMeApiKeys'],
  ['POST', '/api/me/api-keys', 'createMeApiKey'],
  ['DELETE', '/api/me/api-keys/:keyId', 'deleteMeApiKey'],
  ['GET', '/api/billing/transactions/:transactionId', 'getBillingTransaction'],
  ['GET', '/api/billing/transactions/export', 'getBillingTransactionsExport'],
  ['GET', '/api/admin/outbox', 'getAdminOutbox'],
  ['GET', '/api/admin/outbox/:mailId', 'getAdminOutboxMail'],
  ['GET', '/api/admin/mandates/:mandateId/billing/settings/:name', 'getAdminMandateBillingSettingsName'],
  ['POST', '/api/billing/quote', 'postBillingQuote'],
  ['PUT', '/api/admin/mandates/:mandateId/billing/settings', 'setAdminMandateBillingSettings'],
  ['GET', '/api/admin/mandates/:mandateId/billing/address', 'getAdminMandateBillingAddress'],
  ['PATCH', '/api/admin/mandates/:mandateId', 'updateAdminMandate'],
  ['GET', '/api/openapi.json', 'getOpenapiJson'],
])('%s %s is %s', (method, path, id) => {
  expect(operationIdOf(method, path)).toBe(id);
});
