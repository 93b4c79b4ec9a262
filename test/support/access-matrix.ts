/**
 * Who may call which route: written by hand, so that it says again, in other words, what the routes and the table of
 * permissions say. O the operator's system administrator, A a mandate's administrator, U user, V viewer, in their own
 * mandate; `public`: anybody. A route that is not here fails the test.
 */
export const ACCESS_MATRIX: Readonly<Record<string, string>> = {
  'GET /api/me': 'OAUV',
  'GET /api/openapi.json': 'public',
  'GET /api/docs': 'public',
  'GET /api/docs/style.css': 'public',
};
