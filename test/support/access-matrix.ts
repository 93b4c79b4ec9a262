/**
 * Who may call which route: written by hand, so that it says again, in other words, what the routes and the table of
 * permissions say. O the operator's system administrator, A a mandate's administrator, U user, V viewer, in their own
 * mandate; `public`: anybody. A route that is not here fails the test.
 */
export const ACCESS_MATRIX: Readonly<Record<string, string>> = {
  'GET /api/me': 'OAUV',
  'GET /api/admin/mandates': 'O',
  'POST /api/admin/mandates': 'O',
  'GET /api/admin/mandates/:mandateId': 'O',
  'PATCH /api/admin/mandates/:mandateId': 'O',
  'GET /api/admin/mandates/:mandateId/users': 'OA',
  'POST /api/admin/mandates/:mandateId/users': 'OA',
  'PATCH /api/admin/mandates/:mandateId/users/:userId': 'OA',
  'DELETE /api/admin/mandates/:mandateId/users/:userId': 'OA',
  'POST /api/admin/mandates/:mandateId/users/:userId/invitation': 'OA',
  'GET /api/admin/mandates/:mandateId/users/:userId/abilities': 'OA',
  'GET /api/admin/mandates/:mandateId/roles': 'OA',
  'PUT /api/admin/mandates/:mandateId/roles/:role/providers/:provider': 'OA',
  'DELETE /api/admin/mandates/:mandateId/roles/:role/providers/:provider': 'OA',
  'PUT /api/admin/mandates/:mandateId/roles/:role/providers/:provider/models/:model': 'OA',
  'DELETE /api/admin/mandates/:mandateId/roles/:role/providers/:provider/models/:model': 'OA',
  'GET /api/admin/mandates/:mandateId/billing/settings': 'OA',
  'PUT /api/admin/mandates/:mandateId/billing/settings': 'OA',
  'GET /api/admin/mandates/:mandateId/billing/address': 'OA',
  'PUT /api/admin/mandates/:mandateId/billing/address': 'OA',
  'GET /api/admin/audit': 'OA',
  'GET /api/admin/outbox': 'O',
  'GET /api/admin/outbox/:mailId': 'O',
  'GET /api/admin/proof': 'O',
  'POST /api/admin/proof': 'O',
  'GET /api/openapi.json': 'public',
  'GET /api/docs': 'public',
  'GET /api/docs/style.css': 'public',
  'GET /api/billing/balance': 'OAUV',
  'GET /api/events': 'OAUV',
  'POST /api/billing/quote': 'OAUV',
  'GET /api/models': 'OAUV',
};
